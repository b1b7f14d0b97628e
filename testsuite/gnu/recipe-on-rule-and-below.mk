all: ; @echo one
	@echo two \
	  three
	@echo $(words $@)
