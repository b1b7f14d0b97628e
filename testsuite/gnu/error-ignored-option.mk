# args: -i
all: a
	@exit 7
	@echo on
a: ; exit 8
