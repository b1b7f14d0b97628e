# A stem may not be empty.
# args: -rk
.PHONY: all
all: .o a.o
%.o: ; @echo '$@ [$*]'
