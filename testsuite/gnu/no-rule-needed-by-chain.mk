all: mid
mid: deep/missing.h ; @echo never
