x := $(intcmp a,1)
all: ; @:
