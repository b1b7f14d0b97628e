# env: MAKELEVEL=4
all: ; @echo $(MAKELEVEL) $$MAKELEVEL '[$(MAKEFLAGS)]'
