# In an explicit rule $* drops a known suffix.
all: x.c y.q d/z.o
x.c y.q d/z.o: ; @echo '$@ [$*] [$(*F)]'
