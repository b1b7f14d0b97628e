# args: -n
# setup: touch a.c
all: lib.a(a.o)
