# Even a blank can be one; leading tabs no longer are.
e :=
.RECIPEPREFIX := $(e) $(e)
all:
 @echo blank
   @echo more blanks
	x = 3
b: ; @echo $x
all: b
