# args: -I inc -Iother
# setup: mkdir inc other; echo '$(info inc)' >inc/a.mk; echo '$(info other)' >other/a.mk; echo '$(info b)' >other/b.mk
include a.mk b.mk
all: ; @echo '$(filter inc other,$(.INCLUDE_DIRS)) $(MAKEFILE_LIST)'
