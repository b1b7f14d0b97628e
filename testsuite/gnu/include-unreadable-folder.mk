# setup: mkdir d
-include d
all: ; @echo all
