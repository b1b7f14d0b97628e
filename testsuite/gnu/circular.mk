all: a
a: b ; @echo $@
b: c a ; @echo $@ '[$^]'
c: a; @echo $@
