# setup: touch -d 2001-01-01 a b; touch -d 2002-01-01 s
.DELETE_ON_ERROR:
all: a
a b &: s ; @echo half | tee a >b; exit 1
