.SECONDEXPANSION:
all:
all: $$(error in $$@) ; @echo never
