include no-such.mk
all: ; @echo all
