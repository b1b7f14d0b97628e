all: ; @echo all
= value
