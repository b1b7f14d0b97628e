v = g
all: private v += t
all: sub ; @echo $(v)
sub: v += s
sub: ; @echo $(v)
