# args: -pnrR | grep -E '^(x|y|z|define w|t) |^# (makefile|environment|command line)|^endef|^line|^!' | grep -A1 "line 5\|from '$CASE'" | grep -v '^--$'
x = $(y)
y := a  b
z ?= #
define w
line $(x)
endef
all: t = 1
all: ; @:
