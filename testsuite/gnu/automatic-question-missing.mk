# setup: touch -d 2001-01-01 all a; touch -d 2002-01-01 b
all: a b c d | e ; @echo '$? | $^'
c d e: ;
