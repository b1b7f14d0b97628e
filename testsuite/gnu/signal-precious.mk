.PRECIOUS: x
x: ; @echo half >$@; kill -INT $$PPID; sleep 1
