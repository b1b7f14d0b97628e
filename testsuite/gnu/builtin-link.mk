# args: -n
# setup: touch a.c b.c c.o d.cpp
all: a b c d
a: b.o
LDFLAGS = -Ldir
LDLIBS = -lm
