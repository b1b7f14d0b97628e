# args: -t
# setup: touch -d 2001-01-01 a; touch -d 2002-01-01 s
.PHONY: phony
all: a b phony c
	echo never
a: s ; echo never
b: ; echo never
phony: ; echo never
c:
	+@echo plus
	echo not
