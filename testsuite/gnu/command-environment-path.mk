# setup: mkdir bin; printf '#!/bin/sh\necho mine\n' >bin/tool; chmod +x bin/tool
export PATH := $(CURDIR)/bin:$(PATH)
x := $(shell tool)
all: ; @tool; echo $(x)
