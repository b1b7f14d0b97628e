# setup: touch x.in
.PRECIOUS: %.mid
all: x.out
%.out: %.mid ; @echo '$@'; cp $< $@
%.mid: %.in ; @echo '$@'; cp $< $@
