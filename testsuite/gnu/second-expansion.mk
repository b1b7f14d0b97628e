.SECONDEXPANSION:
a_dep = late-a
all: a sub/b.o ; @echo '$@ $^'
a: $$(a_dep) $$@.x $$(addsuffix .y,$$@) ; @echo '$@: $^'
a_dep = later-a
sub/b.o: $$(@D)/$$(basename $$(@F)).c ; @echo '$@: $^'
later-a a.x a.y sub/b.c: ;
