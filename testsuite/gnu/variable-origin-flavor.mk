# args: -e cmd=1
# env: e=env both=env
both = file
override o = x
d = $(undefined)
$(foreach v,cmd e both o d @ CC MAKE undefined MAKEFLAGS,$(info $v: $(origin $v) $(flavor $v)))
all: ; @echo $(origin @) $(flavor @) $(both)
