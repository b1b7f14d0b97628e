# env: GNUMAKEFLAGS=-s
all: ; echo '[$(GNUMAKEFLAGS)] [$(MAKEFLAGS)]'
