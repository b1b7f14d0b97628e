# setup: touch -d 2001-01-01 in
all: b c a
a b c &: in ; @echo 'once for $@'; touch a b c
b: extra
extra: ; @echo extra
