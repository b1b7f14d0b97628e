# setup: mkdir d; touch -d 2002-01-01 d/t; touch -d 2001-01-01 s
VPATH = d
all: t ; @echo 'all $^'
t: s ; @echo 'make $@'
