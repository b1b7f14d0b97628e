# setup: mkdir -p d e; touch d/x e/x e/y
VPATH = d:e
all: x y ; @echo '$^ $? $+'
