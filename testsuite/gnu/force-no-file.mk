# setup: touch -d 2001-01-01 a
all: a
a: b ; @echo 'a [$?]'
b: ; @echo 'b makes no file'
