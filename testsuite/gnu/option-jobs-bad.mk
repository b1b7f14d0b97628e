# args: -j0 2>&1 | head -n 1
all: ; @:
