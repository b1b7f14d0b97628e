all:
	@echo '[$(strip  a	b  c )] [$(filter a% %c b,abc c ab b xa)] [$(filter-out %.o x,a.o x y)]'
	@echo '[$(filter %,a b)] [$(filter ,a)] [$(filter-out ,a)] [$(filter a%c%,abc% abcd)] [$(findstring b c,a b c)]'
