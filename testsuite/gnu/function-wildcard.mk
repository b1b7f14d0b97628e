# setup: mkdir -p d/e; touch b.c a.c d/x.c d/e/y.c .hidden.c 'q?.c' b.h
all:
	@echo '[$(wildcard *.c)] [$(wildcard */*.c)] [$(wildcard d/*)] [$(wildcard [ab].?)] [$(wildcard z* b.h)]'
	@echo '[$(wildcard .*.c)] [$(wildcard q\?.c)] [$(wildcard d/)] [$(wildcard */)] [$(wildcard b.[!c])] [$(wildcard {a,b}.c)]'
