# Appending before the global one is final; the expansion waits when it is recursive.
all: a b
a: v += more
b: v = $(w)
v = global $(w)
w = late
a b: ; @echo '$@ $(v)'
