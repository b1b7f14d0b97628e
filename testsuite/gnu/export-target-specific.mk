x = outer
all: export x = inner
all: a ; @echo $$x
a: unexport x
a: ; @echo $${x-unset} $(x)
