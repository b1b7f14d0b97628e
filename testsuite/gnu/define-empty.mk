define nothing
endef
define newline


endef
all:
	$(nothing)
	@echo $(words a$(newline)b) '$(subst $(newline),|,a$(newline)b)'
