# A target without a recipe does.
all: x.o y.o
x.o: z
y.o: ;
z: ; @echo z
%.o: ; @echo '$@ [$^]'
