%.x: v = pattern
a.x: v ?= target
b.x: v = target
all: a.x b.x
a.x b.x: ; @echo '$@ $(v)'
