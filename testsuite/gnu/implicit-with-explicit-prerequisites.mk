# Prerequisites come from both; the rule's come first.
# setup: touch x.c
all: x.o
x.o: x.h y.h
%.o: %.c common.h ; @echo '$< | $^ | $+'
x.h y.h common.h: ;
