a = $$x $$$$ $(value d)
d = $$(raw)
s := $$
$(info $(a) $(s)(a) $(flavor s))
all: ; @x=shell; echo $$x '$$x' '$s'
