all: ; @echo '[$(subst a, b ,a)] [$(subst  a,b,a)] [$(strip	x)] [$(or  a )] [$( strip a )]'
