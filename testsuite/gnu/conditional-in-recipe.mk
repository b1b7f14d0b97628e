# With or without a tab: a directive after a tab is a command.
x = 1
all:
ifdef x
	@echo x
  else
	@echo no x
endif
	@echo end
ifdef y
no matter
else ifeq ($(x),1)
	@echo chain
endif
