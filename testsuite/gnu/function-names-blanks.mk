all: ; @echo '[$(dir )] [$(notdir a/ b)] [$(suffix a b.c d)] [$(basename .x)]'
