all:
	@kill -9 $$$$
