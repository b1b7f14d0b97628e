# args: -W s
# setup: touch -d 2001-01-01 s; touch -d 2002-01-01 a b
all: a b
a: s ; @echo '$@ [$?]'
b: ; @echo never
