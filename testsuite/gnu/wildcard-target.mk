# setup: touch -d 2001-01-01 b.c a.c; touch -d 2002-01-01 new
all: a.c b.c
*.c: new ; @echo '$@'
