.ONESHELL:
SHELL = /usr/bin/awk
.SHELLFLAGS =
all:
	@BEGIN { print "awk"
	  @x = 1 }
