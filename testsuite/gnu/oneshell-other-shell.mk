# The first line's @ is make's; a shell that is none of the POSIX ones keeps the rest as it is.
.ONESHELL:
SHELL = /usr/bin/awk
.SHELLFLAGS =
all:
	@BEGIN { print "awk"
	  print "$@" }
