all: ; @echo all
x := $(subst a,b
