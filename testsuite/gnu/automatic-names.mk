# ./x and x are one target, as are .//x.
all: ./x .//y z/../z ; @echo '$^'
x: ; @echo '$@'
y: ; @echo '$@'
z/../z: ; @echo '$@'
