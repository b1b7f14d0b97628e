# args: -n
# setup: touch p.y l.l
all: p.o l.o
