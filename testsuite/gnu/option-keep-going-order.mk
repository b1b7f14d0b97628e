# args: -k
all: a b ; @echo never
a: a1 a2 ; @echo never
a1: ; @false
a2: ; @echo a2
b: b1 ; @echo b
b1: ; @echo b1
