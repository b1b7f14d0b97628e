all: lib.a((m)) l.a(p q)
lib.a((m)): ; @echo 'entry $@ $%'
l.a(p q): ; @echo '$@ $%'
