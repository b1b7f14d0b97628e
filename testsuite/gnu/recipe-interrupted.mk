# Blank lines and makefile comments do not end a recipe; an assignment does.
all:
	@echo one

# comment

	@echo two
x = 1
	@echo three
