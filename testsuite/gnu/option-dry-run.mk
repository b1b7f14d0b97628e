# args: -n
# setup: touch -d 2001-01-01 a
all: a b c
	echo '$^ $?' \
	  more
	@# comment

a: ; echo never
b: a ; @-echo hidden
c: ;
