# A pattern without a slash matches the name, the directory goes before every prerequisite.
# setup: mkdir -p src; touch src/x.c
all: src/x.o src/libx.a
%.o: %.c ; @echo '$@ $< [$*] $(*D) $(*F)'
lib%.a: %.o extra/% ; @echo '$@ $^ [$*]'
src/extra/x: ; @echo '$@'
