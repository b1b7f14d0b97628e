# args: CFLAGS=-O2
override CFLAGS += -g
CFLAGS += lost
all: CFLAGS += lost
all: override CFLAGS += -Wall
all: ; @echo '$(CFLAGS)'
