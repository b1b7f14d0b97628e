# args: 'a=$(b)' 'b:=x$(c)' 'c+=more' 'd?=dd' 'f::=$$'
a = file
b = file
b += appended
c = file
override c += over
all: ; @echo '$(a)' '$(b)' '$(c)' '$(d)' '$(f)' '$(MAKEOVERRIDES)' '$(MAKEFLAGS)'
