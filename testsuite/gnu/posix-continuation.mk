# .POSIX keeps the blanks around a continuation in variables.
.POSIX:
a = one   \
  two
all:
	@echo '[$(a)]'
