# args: -k
# setup: mkdir -p src; touch src/a.c src/b.h
vpath %.c src
vpath %.h src
vpath
all: b.h a.c ; @echo '$^'
