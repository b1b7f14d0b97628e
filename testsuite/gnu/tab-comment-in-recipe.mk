# A comment after a tab goes to the shell; without one it belongs to make.
all:
	# shown $(info expanded)
# hidden
	@echo one
    # hidden as well
	@echo two
