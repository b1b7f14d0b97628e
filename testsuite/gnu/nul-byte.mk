# args: -f nul.mk
# setup: printf 'x = a\000b\nall: ; @echo $(x)\n' >nul.mk
all: ; @:
