# A rule does not feed itself.
all: x.a.a
%.a: %.a.a ; @echo never
%: %.b ; @echo never
