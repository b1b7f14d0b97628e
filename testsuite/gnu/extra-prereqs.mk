.EXTRA_PREREQS = tool
all: a ; @echo '$^ | $?'
a: ; @echo '$@ $^'
tool: ; @echo tool
