# args: -j2 -Otarget
all: a b
a:
	@echo a1
	@sleep 1; echo a2
b:
	@sleep 0.1; echo b
