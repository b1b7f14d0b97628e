# args: b -n v=1 -- -x
all: ; @:
b: ; echo '$(v)'
-x: ; echo '$@'
