# A define that is expanded as a rule is one line.
define two
a: b
b: c
endef
$(two)
all: ; @:
