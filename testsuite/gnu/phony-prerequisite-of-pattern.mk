.PHONY: %.x
all: a.x
a.x: ; @echo '$@'
