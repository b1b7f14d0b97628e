# args: ARFLAGS=rvU
# setup: echo one >a.o; echo two >b.o
all: lib.a(a.o b.o) ; @ar t lib.a
