# args: -j2 -Oline
all: a b
a: ; @echo a; sleep 0.2; echo a
b: ; @sleep 0.1; echo b
