# The standard error of the command is the make's own.
x := $(shell echo error >&2; echo out)
all: ; @echo $(x)
