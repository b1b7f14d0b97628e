# The rule is split before its newlines matter.
define two
a: b
b: c
endef
$(two)
all: ; @:
