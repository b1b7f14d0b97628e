.ONESHELL:
all:
	@x=1
	echo $$x
	-false
	@echo 'line $@ \
	joined'
	cd /; pwd
