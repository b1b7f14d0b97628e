# A reference that spans lines in a variable joins with blanks; in a recipe it does too.
v = $(subst a,b,a \
  a \
  a)
all:
	@echo '[$(v)]'
	@echo '[$(subst \
	a,b,a   a)]'
	@echo '[$(if \
	  x,yes,no)]'
