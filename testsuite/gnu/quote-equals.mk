# An equals sign in a name makes an assignment unless it came from a reference.
eq := =
all: a$(eq)b
a$(eq)b: ; @echo '$@'
x$(eq)y = z
$(info [$(x=y)])
