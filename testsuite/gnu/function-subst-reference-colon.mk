# The first colon ends the name.
a = x:y.c
all: ; @echo '$(a:y.c=z)' '$(a:x:y.c=n)' '$(a:=.end)'
