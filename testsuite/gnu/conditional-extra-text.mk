ifeq (a,b) extra
endif
ifdef A
else extra
endif extra
all: ; @:
