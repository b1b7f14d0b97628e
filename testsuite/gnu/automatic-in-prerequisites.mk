# Without the second expansion they are empty.
all: [$@] [$*] ; @echo '$^'
[%: ; @:
[]: ; @:
