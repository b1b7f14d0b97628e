# args: here there
# setup: touch here there
all: ; @echo all
there: ; @:
