# Single-letter names, brackets of either kind, brackets in brackets.
a = A
open = (
(x) = brackets
all: ; @echo '$a $(a) ${a} $(a)x ${subst A,$(a)),$a}' '$((x))' '$(subst $(open),[,$(open))' '${subst ),x,)}'
