n := two words
$(n) = missing
all: ; @echo
