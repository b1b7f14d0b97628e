a:
	@echo 1
	@echo 2
b:
	@echo b
a:
	@echo 3
