x := $(intcmp ,1)
all: ; @:
