# setup: touch x.c
all: x.o ; @echo all
x.o: ;
