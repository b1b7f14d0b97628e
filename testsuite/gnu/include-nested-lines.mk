# setup: printf 'include b.mk\n$(warning in a)\n' >a.mk; printf '\n$(warning in b)\n' >b.mk
include a.mk
$(warning in the case)
all: ; @:
