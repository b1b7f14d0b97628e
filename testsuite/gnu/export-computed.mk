names = one two
one = 1
two = 2
export $(names)
all: ; @echo $$one $$two
