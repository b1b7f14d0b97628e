# args: v=cmd
all: v = t
all: a ; @echo $(v)
a: override v = over
a: b ; @echo $(v)
b: ; @echo $(v)
