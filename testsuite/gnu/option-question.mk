# args: -q
# setup: touch -d 2001-01-01 a; touch -d 2002-01-01 b
# after: for t in a b c d none; do make -f $CASE -q $t; echo $t $?; done
all: b
	echo never
a: b ; touch $@
b: ;
c: ; @:
d: ; +@echo runs
