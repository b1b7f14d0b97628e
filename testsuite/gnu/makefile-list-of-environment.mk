# env: MAKEFILES=pre.mk
# setup: echo 'pre: ; @echo pre' >pre.mk
all: ; @echo 'all [$(MAKEFILE_LIST)]'
