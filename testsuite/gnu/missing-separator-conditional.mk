all: ; @echo all
ifeq(a,b)
endif
