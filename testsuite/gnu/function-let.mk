swap = $(let a b,$1,$(if $b,$b )$a)
last = $(let first rest,$1,$(if $(rest),$(call last,$(rest)),$(first)))
a = global
all: ; @echo '$(call swap,x y z) $(call last,1 2 3) $a' '[$(let x y z,1,$x,$y,$z)]' '[$(let x,  a  b ,$x)]'
