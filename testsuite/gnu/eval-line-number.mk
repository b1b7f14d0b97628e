# Positions after an eval are the makefile's own again.
$(eval x = 1)


$(warning here)
define t
$$(warning in eval)

$$(warning third line)
endef
$(eval $(t))
all: ; @:
