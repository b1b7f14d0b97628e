x := $(file out,text)
all: ; @:
