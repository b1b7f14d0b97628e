# A missing intermediate is no reason to remake.
# setup: touch -d 2001-01-01 x.in; touch -d 2002-01-01 x.out
x.out:
%.out: %.mid ; @echo '$@ from $<'
%.mid: %.in ; @echo '$@ from $<'
