# Several go with one rm; silence hides it.
# setup: touch x.in y.in
# after: touch x.in; make -s -f $CASE
all: x.out y.out
%.out: %.mid ; @cp $< $@
%.mid: %.in ; @cp $< $@
