# $ before a blank, at the end of a line.
a := x$ y
b := x$
$(info [$a] [$b] [$ab] [$(a)b])
all: ; @:
