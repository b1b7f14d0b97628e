all: .EXTRA_PREREQS = tool
all: a ; @echo '$^'
a: ; @echo a
tool: ; @echo tool
