# Phony targets look for no implicit rule.
.PHONY: x.o
all: x.o ; @echo all
%.o: ; @echo never
