ifdef a b
endif
all: ; @:
