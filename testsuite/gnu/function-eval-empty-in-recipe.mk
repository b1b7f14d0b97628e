# An eval in a recipe may define variables, no prerequisites.
all:
	$(eval v := late)
	@echo '$(v)'
	@echo '$(eval w := $@)$(w)'
