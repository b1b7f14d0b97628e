# args: nothing
all: ; @echo all
