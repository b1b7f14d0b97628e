# The first whose prerequisites exist; one that ought to exist beats a chain.
# setup: touch x.b
all: x.o y.o
%.o: %.a ; @echo 'a $<'
%.o: %.b ; @echo 'b $<'
%.o: %.c ; @echo 'c $<'
y.c: ; @echo '$@'
