.WAIT: dep ; @echo wait recipe
all: a ; @echo all
a: ; @echo a
