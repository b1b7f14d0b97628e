# args: -n
# setup: touch a.c b.cc c.s d.S e.f
all: a.o b.o c.o d.o e.o
CFLAGS = -O2
CPPFLAGS = -DX
CXXFLAGS = -W
ASFLAGS = -as
