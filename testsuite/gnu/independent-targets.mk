# Without & the recipe runs for each.
all: a b
a b: c ; @echo '$@ $^'
c: ; @echo c
