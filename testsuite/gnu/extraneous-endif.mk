all: ; @echo all
endif
