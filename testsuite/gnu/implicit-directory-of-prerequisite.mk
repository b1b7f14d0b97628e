all: d/x.o
%.o: src/%.c ; @echo '$@ $< $*'
src/d/x.c d/src/x.c src/x.c: ; @echo '$@'
