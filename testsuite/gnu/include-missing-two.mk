include no-such.mk neither.mk
all: ; @echo all
