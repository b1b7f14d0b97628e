# setup: touch all clean
.PHONY: all clean
all: clean ; @echo '$@ [$?]'
clean: ; @echo '$@'
