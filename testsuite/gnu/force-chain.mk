# A target that has been made counts as new even when its file did not change.
# setup: touch -d 2001-01-01 a b c
all: a ; @echo 'all [$?]'
a: b ; @echo 'never, b is old'
b: c ; @echo never
c: FORCE ; @echo 'c, untouched'
FORCE: ;
