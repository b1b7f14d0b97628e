# Options from the makefile count.
MAKEFLAGS += -s
MAKEFLAGS += --no-builtin-rules
all: x.o ; echo 'quiet [$(MAKEFLAGS)]'
x.o: ; echo $@
