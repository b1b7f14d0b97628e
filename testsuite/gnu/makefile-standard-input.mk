# args: -f - -f other.mk
# setup: echo 'other = 1' >other.mk
all: ; @echo '$(words $(MAKEFILE_LIST)) $(lastword $(MAKEFILE_LIST)) $(other)'
