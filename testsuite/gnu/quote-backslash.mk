# Backslashes elsewhere stay.
a := a\b\\c\ d
all: x\y
x\y: ; @echo '$@' '$(a)'
