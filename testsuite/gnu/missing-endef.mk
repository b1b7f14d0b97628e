define x
all: ; @echo all
