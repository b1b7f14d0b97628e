# setup: touch x.c
%.o: %.c
x.o: ; @echo explicit $@
all: x.o y.o
