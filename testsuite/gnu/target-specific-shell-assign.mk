all: v != echo a; echo b
all: w ::= $(v)x
all: ; @echo '[$(v)] [$(w)]'
