# Directive words are fine as variable names.
override = 1
export = 2
define = 3
include = 4
private := 5
ifdef = 6
endef := 7
vpath = 8
undefine = 9
all: ; @echo $(override) $(export) $(define) $(include) $(private) $(ifdef) $(endef) $(vpath) $(undefine)
