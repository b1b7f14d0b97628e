# args: -n gen.mk
-include gen.mk
all: ; echo '$(v)'
gen.mk: ; echo v = 1 >$@
