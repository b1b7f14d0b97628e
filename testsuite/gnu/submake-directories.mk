# setup: mkdir d
# args: -w
all: ; @$(MAKE) -C d -f ../$(CASE) sub; $(MAKE) -s -C d -f ../$(CASE) sub
sub: ; @echo sub
