# Rules before the special target keep a dollar.
before: $$x ; @echo '$^'
.SECONDEXPANSION:
x = expanded
after: $$x ; @echo '$^'
all: before after
expanded $$x: ; @:
.DEFAULT_GOAL = all
