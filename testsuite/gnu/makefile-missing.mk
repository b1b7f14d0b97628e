# args: -f none.mk
all: ; @:
