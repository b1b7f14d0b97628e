# args: -r
# setup: touch a.c
all: a.o ; @echo '$(CC) [$(.SUFFIXES)]'
