CFLAGS = -O
all: CFLAGS += -g
all: x y z ; @echo '$@ $(CFLAGS)'
x: CFLAGS := $(CFLAGS) -x
x: ; @echo '$@ $(CFLAGS)'
y: CFLAGS ?= never
y: ; @echo '$@ $(CFLAGS)'
z: CFLAGS = -z
z: CFLAGS += -zz
z: ; @echo '$@ $(CFLAGS)'
