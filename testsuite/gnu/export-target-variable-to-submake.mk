# args: -s
all: export v = inner
all: ; @$(MAKE) --no-print-directory -f $(CASE) sub
sub: ; @echo '$(v) $(origin v)'
