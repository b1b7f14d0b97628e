# setup: mkdir -p d; touch -d 2001-01-01 d; touch -d 2002-01-01 s
all: d
d: s ; @echo 'remade $@'
