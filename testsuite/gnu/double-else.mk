ifdef A
else
else
endif
all: ; @echo all
