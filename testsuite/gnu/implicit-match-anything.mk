all: thing x.c
%: %.gen ; @echo '$@ from $<'
%.gen: ; @echo '$@'
x.c: ; @echo own
