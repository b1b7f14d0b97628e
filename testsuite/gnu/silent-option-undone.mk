# args: -s --no-silent
all: ; echo loud
