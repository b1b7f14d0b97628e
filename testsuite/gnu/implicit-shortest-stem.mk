.PHONY: all
all: x.foo.o y.o
%.o: ; @echo 'long $*'
%.foo.o: ; @echo 'short $*'
