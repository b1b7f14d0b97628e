x = outer
all: export x = inner
all: a b ; @echo $$x
a: x = own
a: ; @echo $${x-unset} $(x)
b: export y = b
b: ; @echo $$x $$y
