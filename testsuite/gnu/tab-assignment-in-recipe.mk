# After a tab in a rule, an assignment is a command.
x = outer
all:
	@x=inner; echo $$x $(x)
	@echo $(x)
