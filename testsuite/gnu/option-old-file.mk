# args: -o m all
# setup: touch -d 2001-01-01 a; touch -d 2002-01-01 m; touch -d 2003-01-01 s
all: a
a: m ; @echo $@
m: s ; @echo $@
