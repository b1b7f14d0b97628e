x := $(wordlist -1,2,a b)
all: ; @:
