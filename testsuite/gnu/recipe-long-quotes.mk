all:
	@echo "a'b" 'c"d' e\ f \$$x `echo g`
	@echo $$((1 + 2)) $${x:-default} $$#
