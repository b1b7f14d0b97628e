# setup: mkdir d; printf 'sub: ; @exit 3\n' >d/Makefile
all: ; $(MAKE) -C d
