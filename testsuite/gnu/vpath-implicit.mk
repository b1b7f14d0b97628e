# setup: mkdir src; touch src/x.c
VPATH = src
all: x.o
%.o: %.c ; @echo '$< $* $@'
