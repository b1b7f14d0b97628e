# An unknown function is a variable that holds blanks in its name.
n := nosuch a,b
$(n) = found
all: ; @echo '[$(nosuch thing)] [$(nosuch a,b)]'
