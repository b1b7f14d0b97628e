# The recipe keeps backslash-newline and drops one prefix of the next line.
all:
	@echo 'a\
	b\
    c\
		d'
	@echo x\
	y
	@echo "p \
	 q"; \
	echo r
