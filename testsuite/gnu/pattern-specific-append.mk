v = g
%.o: v += o
l%.o: v += lo
lib.o: v += own
all: lib.o x.o
lib.o x.o: ; @echo '$@ $(v)'
