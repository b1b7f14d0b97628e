# args: --debug=n,w -s
all: a ; @echo all
a: ; @:
