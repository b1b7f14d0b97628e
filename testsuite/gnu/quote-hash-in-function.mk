# A hash in a variable's reference is text in the reference, a comment outside one.
a := $(subst a,#,bab) # comment
all: ; @echo '[$(a)]'
