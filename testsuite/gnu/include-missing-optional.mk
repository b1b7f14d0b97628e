-include no-such.mk
sinclude nor-this.mk
all: ; @echo all
