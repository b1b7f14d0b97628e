all: a b
a: SHELL = /bin/echo
a: .SHELLFLAGS = -flag
a: ; @text here
b: ; @echo "b $(SHELL)"
