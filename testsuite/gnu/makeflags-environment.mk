# env: MAKEFLAGS='ks v=1'
all: bad ; @echo never
bad: ; exit $(v)
