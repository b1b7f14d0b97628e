.SHELLFLAGS = -x -c
x := $(shell echo in shell 2>&1)
all: ; @: recipe $(x)
