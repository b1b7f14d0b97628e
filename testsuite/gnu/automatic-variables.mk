# setup: mkdir -p d/e; touch -d 2001-01-01 d/e/t d/x y; touch -d 2002-01-01 d/new
all: d/e/t
d/e/t: d/x d/new y d/x | d/o
	@echo '@ $@ $(@D) $(@F)'
	@echo '< $< $(<D) $(<F)'
	@echo '^ $^ $(^D) $(^F)'
	@echo '+ $+ $(+D) $(+F)'
	@echo '? $? $(?D) $(?F)'
	@echo '| $|'
	@echo '* [$*] [$(*D)] [$(*F)] [$%] [$(%D)]'
d/o: ;
