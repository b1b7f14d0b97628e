# What is printed keeps the continuation, less the prefix.
all:
	echo a \
	  b; \
	if true; then \
		echo c; \
	fi
