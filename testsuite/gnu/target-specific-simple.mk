v := g
all: a b
a: v += $(w)
b: v := $(w)
w = w
a b: ; @echo '$@ [$(v)]'
