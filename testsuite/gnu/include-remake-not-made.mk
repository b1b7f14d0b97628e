# A recipe that makes nothing: no restart.
-include gen.mk
all: ; @echo '[$(MAKE_RESTARTS)]'
gen.mk: ; @echo tried
