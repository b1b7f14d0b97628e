.SECONDEXPANSION:
x.all: $$*.dep ; @echo '$^ [$*]'
.dep: ;
