# setup: touch -d 2003-01-01 x.in; touch -d 2002-01-01 x.out
all: x.out
%.out: %.mid ; @echo '$@ from $< [$?]'; touch $@
%.mid: %.in ; @echo '$@ from $<'; touch $@
