# Mentioned in the makefile: no intermediate.
# setup: touch x.in
all: x.out
list: x.mid
%.out: %.mid ; @echo '$@'; cp $< $@
%.mid: %.in ; @echo '$@'; cp $< $@
