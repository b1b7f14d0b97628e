# A pattern rule with several targets makes them all at once.
all: x.one x.two y.two y.one
%.one %.two: %.in ; @echo 'make $@ from $<'; touch $*.one $*.two
%.in: ; @echo in $*
.SECONDARY:
