# env: FROMENV=1 HIDDEN=1
export A = a$(B)
B = b
export C D
C = c
D := $(A)
unexport HIDDEN
E = not
FROMENV = changed
all: ; @echo $$A,$$B,$$C,$$D,$$E,$$FROMENV,$$HIDDEN
