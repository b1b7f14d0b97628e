# args: -j2 -Otarget
all: a b
a:
	@echo a1
	@sleep 0.4; echo a2
b:
	@sleep 0.1; echo b
