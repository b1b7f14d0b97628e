all: .o a.o
%.o: ; @echo '$@ [$*]'
