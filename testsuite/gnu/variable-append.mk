# Appending keeps the flavour of what was first.
x = 1
a = $(x)
a += $(x)
b := $(x)
b += $(x)
c += $(x)
d :::= $(x)$$
d += $(x)
e ?= $(x)
e += $(x)
x = 2
empty :=
empty += y
$(foreach v,a b c d e empty,$(info $v [$(value $v)] [$($v)] $(flavor $v)))
all: ; @:
