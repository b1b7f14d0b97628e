.RECIPEPREFIX = >
all:
> @echo one \
> two
>	@echo tab after
.RECIPEPREFIX =
a: ; @:
all: b
b:
	@echo back to tab
