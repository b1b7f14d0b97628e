# Prefixes come from an expansion too.
q = @
i = -
all:
	$(q)echo quiet
	$(i)$(q)exit 3
	$(q)$(i)exit 4
