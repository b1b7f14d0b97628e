# A canned recipe: each line takes the modifiers before its reference as well.
define steps
echo one
@echo two
-false
endef
all: ; @$(steps)
	$(steps)
