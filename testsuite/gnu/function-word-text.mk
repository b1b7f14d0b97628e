x := $(word two,a b)
all: ; @:
