# args: -k a b c
a: ; @false
b: ; @echo b
c: a ; @echo never
