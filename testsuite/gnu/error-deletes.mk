# setup: touch -d 2001-01-01 keep; touch -d 2001-01-01 old; touch -d 2002-01-01 src
# args: -k
.DELETE_ON_ERROR:
all: old fresh keep
old: src ; @echo new >$@; exit 1
fresh: ; @echo half >$@; exit 1
keep: src ; @exit 1
