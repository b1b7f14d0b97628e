a = $$(b)
b = deep
$(eval x := $(a))
$(eval y = $$(a))
all: ; @echo '$(x) $(y)' '$(value x)' '$(value y)'
