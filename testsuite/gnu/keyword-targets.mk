# and as targets.
all: export include define
export: ; @echo $@
include: ; @echo $@
define: ; @echo $@
