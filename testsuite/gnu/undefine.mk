# args: cmd=1
x = 1
override y = 2
undefine x
undefine y
undefine cmd
n := y
override undefine $(n)
$(info [$(x)] [$(y)] [$(cmd)] $(origin x) $(origin y) $(origin cmd))
all: ; @:
