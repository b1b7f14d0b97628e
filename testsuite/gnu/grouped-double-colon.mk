all: a b
a b &:: x ; @echo 'one $@'
a c &:: y ; @echo 'two $@'
x y: ;
