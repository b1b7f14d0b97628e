a = $(b) $$c
b = x
n = a
all: ; @echo '$(value a) $(value $(n)) [$(value none)]' '$(value @)'
