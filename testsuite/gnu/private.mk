private a = global
all: private b = target
all: c = inherited
all: sub ; @echo '[$(a)] [$(b)] [$(c)]'
sub: ; @echo '[$(a)] [$(b)] [$(c)]'
$(info $(a))
