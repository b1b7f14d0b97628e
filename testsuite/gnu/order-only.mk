# setup: touch -d 2001-01-01 a; touch -d 2002-01-01 new
all: a
a: | new made ; @echo '$@ remade'
made: ; @echo '$@ [$^] [$|]'
