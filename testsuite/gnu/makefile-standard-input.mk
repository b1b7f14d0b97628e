# args: -f - -f other.mk
# setup: echo 'other = 1' >other.mk
all: ; @echo '$(MAKEFILE_LIST) $(other)'
