.SUFFIXES: .z .a
.SUFFIXES: .m
all: ; @echo '$(lastword $(SUFFIXES)) $(wordlist 1,4,$(SUFFIXES))'
