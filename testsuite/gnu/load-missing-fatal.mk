load none.so
all: ; @:
