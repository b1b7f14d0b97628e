# setup: touch -d 2001-01-01 x.in; touch -d 2002-01-01 y.out y.in
.SECONDARY: x.mid y.mid
all: x.out y.out
%.out: %.mid ; @echo '$@'; cp $< $@
%.mid: %.in ; @echo '$@'; cp $< $@
