# A target that only has a variable is no goal.
first: v = 1
second: ; @echo '$@'
first: ; @echo '$@'
