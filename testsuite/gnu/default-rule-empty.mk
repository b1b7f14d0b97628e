# args: -k
all: missing
.DEFAULT: ; @exit 2
.DEFAULT:
