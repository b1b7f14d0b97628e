# setup: touch -d 2001-01-01 old
all: old ; @:
old: FORCE ; @echo new >$@; kill -TERM $$PPID; sleep 5
FORCE:
