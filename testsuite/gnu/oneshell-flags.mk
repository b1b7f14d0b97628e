.ONESHELL:
.SHELLFLAGS = -ec
all:
	@false
	echo never
