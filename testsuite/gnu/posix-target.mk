.POSIX:
all:
	@echo '$(CC) $(ARFLAGS) $(.SHELLFLAGS)'
	@false; echo 'each line stops'
