# A group remakes when any of it is missing.
# setup: touch -d 2001-01-01 in; touch -d 2002-01-01 a
all: a
a b &: in ; @echo 'run for $@ [$?]'; touch a b
