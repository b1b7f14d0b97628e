# setup: touch x.in
all: x.out
%.out: %.mid ; @exit 2
%.mid: %.in ; @cp $< $@
