a =   lead and trail   # comment
e :=
b := $(e) lead $(e)
c = x
c +=   y  
c += z
all: ; @echo '[$(a)] [$(b)] [$(c)]'
