# setup: touch x.in
.INTERMEDIATE: x.mid
all: x.out
x.out: x.mid ; @echo '$@'; cp $< $@
x.mid: x.in ; @echo '$@'; cp $< $@
