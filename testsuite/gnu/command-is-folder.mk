# setup: mkdir d
all: ; -./d
