# setup: touch -d 2003-01-01 real; touch -d 2002-01-01 t; ln -s real link
# after: make -L -f $CASE t2
all: t
t: link ; @echo '$@ $?'
t2: link ; @echo '$@'
