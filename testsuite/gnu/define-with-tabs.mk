# A line after a tab in a define is no endef.
define a
	echo tab
	endef
endef
$(info [$(value a)])
all: ; @:
