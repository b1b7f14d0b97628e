all: there missing
there: ; @echo $@
