all: ; @echo all
endef
