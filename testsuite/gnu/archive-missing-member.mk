all: lib.a(none.o)
