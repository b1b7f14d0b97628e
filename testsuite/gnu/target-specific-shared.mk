# A shared prerequisite has the values of whoever asked first.
all: a b
a: v = from-a
b: v = from-b
a b: c ; @echo '$@ $(v)'
c: ; @echo '$@ $(v)'
