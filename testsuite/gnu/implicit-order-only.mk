# setup: touch -d 2001-01-01 x.o; touch -d 2002-01-01 x.c
all: x.o
%.o: | %.c ; @echo '$@ $|'
