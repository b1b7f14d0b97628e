ifdef NOTHING
ifeq (unclosed
else
endif
else
$(info taken)
endif
all: ; @:
