all: lib.a(x.o) ; @echo '$^ $(^F)'
lib.a(x.o): y ; @echo '[$@] [$%] [$(%D)] [$(%F)] [$<] [$*]'
y: ;
