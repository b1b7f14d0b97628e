# The position in a message is that of the recipe's line.
all:

	@true; \
	true

	@true
	@false \
	# more
	@echo never
