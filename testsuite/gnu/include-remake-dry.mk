# Makefiles are remade even with -n.
# args: -n
include gen.mk
all: ; echo '$(v)'
gen.mk: ; echo v = 1 >$@
