# after: make -f $CASE; echo $?
all: ; @echo half >$@; exit 1
