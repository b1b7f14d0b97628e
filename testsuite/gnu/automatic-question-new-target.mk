# For a target that does not exist, everything counts.
# setup: touch -d 2001-01-01 a b
all: a b a ; @echo '$? | $+'
