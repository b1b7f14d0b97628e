x := $(word 0,a b)
all: ; @:
