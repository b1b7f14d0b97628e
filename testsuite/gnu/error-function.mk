x = $(error no $1: stop)
all:
	@echo first
	@echo second $(call x,good)
