# A semicolon out of an expansion does not start a recipe here; a literal one does, with the rest.
recipe = ; @echo recipe $@ ; echo too
all: a b
a: $(recipe)
b: ; @echo b; echo '#' # no comment
