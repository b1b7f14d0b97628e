# args: -s
all:
	echo quiet
	false
