# Prefix characters: any order, with blanks and tabs between.
all:
	 @ - exit 2
	 - @echo a
	@@@echo b
	$(e)@echo c
	+@echo d
