# setup: touch -d 2001-01-01 b; touch -d 2002-01-01 a
a: b ; @echo remade
