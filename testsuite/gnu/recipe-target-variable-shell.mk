# Each line has a shell of its own.
all:
	@x=1; cd /
	@echo "[$$x]"; pwd
