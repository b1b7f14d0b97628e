# args: -k -r -n -j1 --no-print-directory -I inc x=1
all: ; @echo '[$(MAKEFLAGS)] [$(MFLAGS)]'
