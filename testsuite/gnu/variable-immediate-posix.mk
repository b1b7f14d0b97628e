# :::= escapes what it expanded; it is recursive after.
x = $$
a :::= $(x)y
y = z
$(info $(value a) $(a) $(flavor a))
all: ; @:
