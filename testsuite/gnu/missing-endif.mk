ifdef A
all: ; @echo all
