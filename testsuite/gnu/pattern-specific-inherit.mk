%.x: v = pattern
all: v = parent
all: a.x a.y
a.x a.y: ; @echo '$@ $(v)'
a.x: sub
sub: ; @echo '$@ $(v)'
