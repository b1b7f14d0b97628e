# setup: touch x.in
.NOTINTERMEDIATE: %.mid
all: x.out
%.out: %.mid ; @echo '$@'; cp $< $@
%.mid: %.in ; @echo '$@'; cp $< $@
