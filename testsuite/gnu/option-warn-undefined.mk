# args: --warn-undefined-variables
e =
x := $(nothing) $(e)
all: ; @echo '$(also) $(call f,1) $(x:a=b)$(1)'
