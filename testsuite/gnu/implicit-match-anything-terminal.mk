# setup: touch thing.t
all: thing other
%:: %.t ; @echo '$@ from $<'
%.t: %.u ; @echo never
other: ; @echo other
