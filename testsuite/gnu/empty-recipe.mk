# setup: touch -d 2001-01-01 a; touch -d 2002-01-01 s
all: a b
a: s ;
b: ; @echo '$@'
