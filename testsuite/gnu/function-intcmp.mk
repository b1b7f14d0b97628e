all:
	@echo '$(intcmp 1,2,lt,eq,gt) $(intcmp 2,2,lt,eq,gt) $(intcmp 3,2,lt,eq,gt)'
	@echo '$(intcmp 2,2) [$(intcmp 1,2)] $(intcmp 2,1,lt,ge) $(intcmp 1,1,lt,ge)'
	@echo '$(intcmp  -1 , +0,lt) $(intcmp 99999999999999999999,99999999999999999998,l,e,g) $(intcmp 007,7,l,e,g)' '[$(intcmp -0,0)]'
