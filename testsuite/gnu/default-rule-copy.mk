# A target without a recipe that has prerequisites takes none of it, unless nothing makes it.
all: a
a: b
.DEFAULT: ; @echo 'default $@ $<'
