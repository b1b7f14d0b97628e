# $$< and $$^ see the prerequisites of earlier rules.
.SECONDEXPANSION:
all: one two two
all: three $$< $$(words $$^) $$(words $$+) ; @echo '$^ + $+'
%: ;
