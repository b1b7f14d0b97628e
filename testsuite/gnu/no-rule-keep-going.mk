# args: -k
all: missing there later
later: missing ; @echo never
there: ; @echo $@
