x := $(subst a,b)
all: ; @echo all
