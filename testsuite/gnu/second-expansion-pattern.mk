.SECONDEXPANSION:
all: d/foo.o
%.o: $$(addprefix %.,c h) $$*.stem | $$(@D)/order ; @echo '$@: $^ | $|'
d/foo.c d/foo.h d/foo.stem d/order: ;
