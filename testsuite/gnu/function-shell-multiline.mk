x := $(shell echo a; \
  echo b)
y = $(shell for i in 1 2; do echo $$i; done)
all: ; @echo '$(x) $(y)'
