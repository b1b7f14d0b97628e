# Inner prefixes go when the shell is POSIX; the first line's count for all.
.ONESHELL:
all:
	-@echo one
	@-echo two
	+exit 3
