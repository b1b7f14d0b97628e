MAKEFLAGS += -i
all:
	@false
	@echo on
