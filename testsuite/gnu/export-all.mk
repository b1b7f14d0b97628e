export
a = 1
b-c = 2
unexport d
d = 3
n.o = 4
all: ; @env | grep -E '^(a|b-c|d|n.o)=' | sort
