.ONESHELL:
SHELL = /usr/bin/printf
.SHELLFLAGS = <%s>
all:
	@one
	@-two
