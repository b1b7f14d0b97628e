# The value is no use for prerequisites but in the second expansion.
.SECONDEXPANSION:
dep = global
all: dep = target
all: $(dep) $$(dep) ; @echo '$^'
global target: ;
