all: a b a ; @echo '$^ / $+'
all: c a
a b c: ;
