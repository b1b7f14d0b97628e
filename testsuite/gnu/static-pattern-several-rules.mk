# Static patterns of one target add prerequisites; every stem is its own.
all: ab
ab: a%: x% ; @echo '$@ $^ $*'
ab: %b: y%
xb ya: ;
