# setup: echo one >a.o; echo two >b.o; touch -d 2001-01-01 a.o b.o; ar crU lib.a a.o b.o
all: lib.a(*.o) ; @echo '$^'
