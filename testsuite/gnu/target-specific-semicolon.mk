# An assignment takes the line's semicolon with it.
all: v = a ; echo b
all: ; @echo '$(v)'
