# args: ./a
a: b//c ; @echo '$@ $<'
b//c: ; @echo '$@'
