# args: x=command y=command
define x
file
endef
override define y
file
two
endef
$(info $(x) [$(y)] $(origin x) $(origin y))
all: ; @:
