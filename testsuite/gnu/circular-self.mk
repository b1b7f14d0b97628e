all: all b ; @echo '$@ [$^]'
b: ; @echo b
