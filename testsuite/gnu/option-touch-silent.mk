# args: -ts
all: a ; echo
a: ; echo
