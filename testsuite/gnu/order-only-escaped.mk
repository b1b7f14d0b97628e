all: x\|y | z ; @echo '$^ $|'
x\|y z: ; @echo '$@'
