# setup: touch -d 2001-01-01 a
all: a
a: FORCE ; @echo 'a [$?] [$^]'
FORCE:
