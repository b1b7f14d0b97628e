# Targets may expand to nothing.
none =
$(none): a ; @echo never
$(none) $(none): b
all: ; @echo all
