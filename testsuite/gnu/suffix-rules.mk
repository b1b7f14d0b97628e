# setup: touch x.in
.SUFFIXES:
.SUFFIXES: .in .out .mid
all: x.out x
.in.mid: ; @echo '$< -> $@ [$*]'; touch $@
.mid.out: ; @echo '$< -> $@ [$*]'
.in: ; @echo 'single $< -> $@'
