# A variable may hold a whole rule without a recipe.
rule = all: a
$(rule)
a: ; @echo $@
