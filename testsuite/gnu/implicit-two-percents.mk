# Only the first % of a prerequisite counts.
all: x.o
%.o: %-%.c ; @echo '$@ $<'
x-\%.c: ; @echo '$@'
