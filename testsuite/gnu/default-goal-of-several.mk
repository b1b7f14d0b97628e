a b: ; @echo $@
