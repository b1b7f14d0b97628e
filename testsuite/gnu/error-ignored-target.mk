.IGNORE: a
all: a b
a: ; @exit 2
b: ; @exit 3
