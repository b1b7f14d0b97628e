# setup: mkdir -p src inc other; touch src/a.c inc/a.h other/a.c other/b.q
vpath %.c src:other
vpath %.h inc
vpath b.q other
all: a.c a.h b.q new.c ; @echo '$^ $(<D)'
new.c: ; @echo '$@'
