# args: -B
# setup: touch -d 2001-01-01 s; touch -d 2002-01-01 a
all: a ; @echo 'all [$?]'
a: s ; @echo '$@ [$?]'
