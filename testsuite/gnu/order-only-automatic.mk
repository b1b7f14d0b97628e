# A name on both sides counts as normal.
all: a b a | b c c ; @echo '$^ + $+ | $| ? $?'
a b c: ;
