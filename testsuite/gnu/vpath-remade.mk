# A target found elsewhere that is remade is made here.
# setup: mkdir d; touch -d 2001-01-01 d/old; touch -d 2002-01-01 new
VPATH = d
all: old ; @echo 'all $^'
old: new ; @echo 'make $@'; touch $@
