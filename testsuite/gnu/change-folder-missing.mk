# args: -C none
all: ; @:
