include gen.mk
all: ; @echo '$(v) restarts=$(MAKE_RESTARTS)'
gen.mk: ; @echo making; echo v = generated >$@
