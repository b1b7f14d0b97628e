# Those of the rule with the recipe come first.
all: a
all: b ; @echo '$^ $<'
all: c
a b c: ; @echo '$@'
