# A line that starts with a tab before any rule is read as makefile syntax.
	a = 1
	b := $(a)2
all:
	@echo $(a) $(b)
