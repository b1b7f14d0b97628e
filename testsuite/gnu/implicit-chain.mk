# setup: touch x.in
all: x.out ; @echo '$@'
%.out: %.mid ; @echo '$@ from $<'; cp $< $@
%.mid: %.in ; @echo '$@ from $<'; cp $< $@
