x = $(y)
y = a $(x)
all:
	@echo $(x)
