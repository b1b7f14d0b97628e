.RECIPEPREFIX := :more
all: x
:@echo colon prefix
x:
:@echo $@ '$(.RECIPEPREFIX)'
