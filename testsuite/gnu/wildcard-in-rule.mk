# setup: touch b.c a.c; mkdir d; touch d/z.h
all: *.c d/*.h none.* ; @echo '$^ | $(v) $(words $(v)) |' $(v)
none.*: ; @echo '$@'
v = *.c
