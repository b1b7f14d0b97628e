all: a
a: unexport x
a: ; @echo a
