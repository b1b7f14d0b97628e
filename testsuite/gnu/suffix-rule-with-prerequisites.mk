# Prerequisites make it an ordinary target.
# setup: touch x.in
.SUFFIXES: .in .out
.in.out: extra ; @echo 'rule $@'
extra: ; @echo extra
all: x.out
.DEFAULT_GOAL = all
