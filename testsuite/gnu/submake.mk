# args: v=cmd -k
# setup: mkdir d; printf 'all:\n\t@echo "$(v) $(MAKEFLAGS) $(w) $(x)"\n\t@false\n' >d/Makefile
export w = exported
x = not
all: ; @$(MAKE) -C d
