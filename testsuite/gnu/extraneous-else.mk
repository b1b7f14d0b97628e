all: ; @echo all
else
endif
