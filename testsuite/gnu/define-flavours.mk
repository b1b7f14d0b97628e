x = 1
define a
$(x)
endef
define b :=
$(x)
endef
define b +=
$(x) more
endef
define c ?=
c $(x)
endef
define c ?=
never
endef
define d ::=
d$(x)
endef
define e :::=
e$(x)$$
endef
define f !=
echo shell; echo $(x)
endef
x = 2
$(foreach v,a b c d e f,$(info $v [$(value $v)] [$($v)] $(flavor $v)))
all: ; @:
