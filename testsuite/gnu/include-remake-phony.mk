.PHONY: gen.mk
-include gen.mk
all: ; @echo '[$(v)]'
gen.mk: ; @echo never
