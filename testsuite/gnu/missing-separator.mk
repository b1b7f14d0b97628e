all: ; @echo all
this is no rule
