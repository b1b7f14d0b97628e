all: a
a: ; @echo first
a: ; @echo second
all:
	@echo all
