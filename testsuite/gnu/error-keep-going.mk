# args: -k
all: a b c
	@echo never
a: ; @exit 2
b: ; @echo b
c: a ; @echo never
