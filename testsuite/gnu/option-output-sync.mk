# args: -j2 -Oline
all: a b
a: ; @echo a; sleep 1; echo a
b: ; @sleep 0.1; echo b
