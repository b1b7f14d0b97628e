# args: -k -S
all: a b
a: ; @false
b: ; @echo never
