.DELETE_ON_ERROR:
.PRECIOUS: all
all: ; @echo half >$@; exit 1
