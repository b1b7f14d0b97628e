# A static pattern's stem keeps the directory, and every % but the first is text.
all: d/e/a.o
d/e/a.o: %.o: src/%.c %-%.h ; @echo '$@: $^ [$*] $(*D) $(*F) $(@D) $(<F)'
src/d/e/a.c d/e/a-\%.h: ;
