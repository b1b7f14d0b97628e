# args: -f bom.mk
# setup: printf '\357\273\277bom: ; @echo bom\n' >bom.mk
all: bom ; @echo all
