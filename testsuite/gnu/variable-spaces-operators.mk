a:=1
b::=2
c?=3
d!=echo 4
e+=5
f = = g
g := := h
all: ; @echo '$a $b $c $d $e [$f] [$g]'
