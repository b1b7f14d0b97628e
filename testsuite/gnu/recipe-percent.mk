# Nothing replaces % in a recipe.
%.x: ; @echo '%.y $*'
all: a.x
