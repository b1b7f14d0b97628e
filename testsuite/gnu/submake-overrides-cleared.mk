# args: a=1 b=2
MAKEOVERRIDES =
a = fa
all: ; @echo $(a); $(MAKE) --no-print-directory -f $(CASE) sub
sub: ; @echo '$(a) $(b)'
