a_one = 1
a_two = b_one
b_one = deep
one = two
all: ; @echo $(a_one) $($(a_$(one))) $($(subst x,b,x)_one) $(a_$(one):b%=c%)
