# Blank lines and makefile comments do not end a recipe; a variable does not either.
all:
	@echo one

# comment

x = 1
	@echo two $(x)
