# args: -f end.mk end
# setup: printf 'end:\n\t@echo last' >end.mk
all: ;
