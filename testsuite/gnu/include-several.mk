# setup: echo 'a = 1' >one.mk; echo 'b = 2' >two.mk; echo 'c = $(lastword $(MAKEFILE_LIST))' >'three.inc'
e =
include one.mk $(e) two.mk *.inc
include $(e)
all: ; @echo '$(a) $(b) $(c) [$(MAKEFILE_LIST)]'
