# setup: touch x.in
.SUFFIXES: .in .out
.in.out: ; @echo suffix
%.out: %.in ; @echo pattern
all: x.out
