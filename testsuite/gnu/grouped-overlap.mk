all: a
a b &: ; @echo first $@
b c &: ; @echo second $@
