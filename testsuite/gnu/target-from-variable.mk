t = a b
d = : c ;
all: a b
$(t) $(d) @echo '$@ $^'
c: ;
