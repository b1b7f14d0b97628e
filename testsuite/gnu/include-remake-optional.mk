-include gen.mk
all: ; @echo '[$(v)] restarts=[$(MAKE_RESTARTS)]'
gen.mk: gen.in ; echo v = generated >$@
