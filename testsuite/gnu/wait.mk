# args: -j4
all: a .WAIT b .WAIT c ; @echo 'all $^ $|'
a: ; @sleep 0.2; echo a
b: ; @sleep 0.1; echo b
c: ; @echo c
