# args: 'a=$(b)' 'b:=x$(c)' 'c+=more' 'd?=dd' 'e!=echo sh'
a = file
b = file
b += appended
c = file
override c += over
all: ; @echo '$(a)' '$(b)' '$(c)' '$(d)' '$(e)' '$(MAKEOVERRIDES)'
