# With -n, lines that name $(MAKE) or start with + run.
# args: -n
all:
	echo dry
	+@echo plus
	@$(MAKE) --no-print-directory -f $(CASE) sub
	@${MAKE} --no-print-directory -f $(CASE) sub
	-echo '$(MAKE_COMMAND)'
sub: ; echo sub
