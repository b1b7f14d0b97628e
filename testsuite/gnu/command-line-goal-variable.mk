# args: 'a b' x= =
all: ; @echo all
a\ b: ; @echo never
