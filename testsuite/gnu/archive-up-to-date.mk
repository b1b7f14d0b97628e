# setup: echo one >a.o; touch -d 2001-01-01 a.o; ar crU lib.a a.o
# after: touch a.o; make -f $CASE -n ARFLAGS=rU
lib.a: lib.a(a.o) ; @echo ranlib
