# setup: touch 'a b'
all: a\ b c\ d
c\ d: ; @echo '$@ [$^]'
a\ b: ; @echo never
