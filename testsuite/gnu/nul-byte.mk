# args: -f nul.mk nul
# setup: printf 'x = a\000b\nnul: ; @echo $(x)\n' >nul.mk
all: ; @:
