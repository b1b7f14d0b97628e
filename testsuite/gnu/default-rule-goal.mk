# args: anything else
all: ; @:
.DEFAULT:
	@echo 'default $@'
