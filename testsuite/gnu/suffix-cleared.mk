# setup: touch x.c
.SUFFIXES:
all: x.o ; @echo '[$(SUFFIXES)]'
x.o: ; @echo '$@ without a rule'
