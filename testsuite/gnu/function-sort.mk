all: ; @echo '[$(sort b a  b B _ a.c a/b 10 9)]' '[$(sort )]'
