a:: ; @echo two
a: ; @echo one
