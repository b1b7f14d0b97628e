# args: -pnrR | grep -E '^(x|y|z|define w|line|all:)( |$)' | sort
x = $(y)
y := a  b
z ?= #
define w
line $(x)
endef
all: t = 1
all: a | b ; @:
a b: ;
