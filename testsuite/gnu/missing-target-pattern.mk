all: a.o
a.o: x: y ; @echo
