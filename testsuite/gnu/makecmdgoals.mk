# args: two one x=1
all: ; @echo never
one two: ; @echo '$@ [$(MAKECMDGOALS)]'
