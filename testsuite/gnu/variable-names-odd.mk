# Names may hold anything but blanks, colons, hashes and equals signs.
a.b = 1
a/b-c = 2
@x = 3
a,b = 4
%p = 5
all: ; @echo $(a.b) $(a/b-c) $(@x) $(a,b) $(%p)
