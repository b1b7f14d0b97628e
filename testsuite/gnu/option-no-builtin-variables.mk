# args: -R
all: ; @echo '[$(CC)] [$(MAKE)] [$(.SUFFIXES)] [$(origin CC)]'
