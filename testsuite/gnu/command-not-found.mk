# args: 2>&1 | sed 's/^make: .*: No such/make: No such/'
all: a ; @:
a: ; -no-such-command-here
