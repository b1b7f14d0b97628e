# setup: touch -d 2001-01-01 s t
t: s ; @echo never
