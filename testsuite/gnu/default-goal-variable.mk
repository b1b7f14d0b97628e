a: ; @echo a
$(info [$(.DEFAULT_GOAL)])
.DEFAULT_GOAL :=
b: ; @echo b
$(info [$(.DEFAULT_GOAL)])
.DEFAULT_GOAL = c
c: ; @echo c
