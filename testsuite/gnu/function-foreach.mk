v = outer
all: ; @echo '$(foreach v,a b,$(v)$(foreach w,1 2,$v$w)) $(v)' '[$(foreach x,,y)]' '[$(foreach x,a  b, $x )]'
