all: ; @echo '$(MAKE_VERSION) $(.RECIPEPREFIX) $(MAKEFILES) $(notdir $(CURDIR))'
