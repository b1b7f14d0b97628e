# A target without a recipe does.
.PHONY: all
all: x.o y.o
x.o: z
y.o: ;
z: ; @echo z
%.o: ; @echo '$@ [$^]'
