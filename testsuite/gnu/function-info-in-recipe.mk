# All lines of a recipe are expanded before the first runs.
all:
	@echo first
	$(info expanded)
	@echo second $(info too)
