a = \
  b

x := ${y
all: ; @echo all
