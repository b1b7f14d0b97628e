e =
all:
	@echo '[$(word 2,a b c)] [$(word 9,a)] [$(wordlist 2,9,a b c)] [$(wordlist 3,2,a b c)]'
	@echo '[$(words )] [$(firstword  a b)] [$(lastword a b )] [$(lastword $e)]'
