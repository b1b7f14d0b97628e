.SECONDEXPANSION:
foo_src = x.c y.c
bar_src = z.c
all: foo bar
foo bar: %: $$($$*_src) $$(%_src) ; @echo '$@: $^'
x.c y.c z.c: ; @:
