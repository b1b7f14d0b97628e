comma := ,
e :=
sp := $(e) $(e)
all: ; @echo '$(subst $(comma),;,a,b,c)' '$(subst $(sp),$(comma),a b c)' '$(if a,b (c,d))' '$(subst a,(b,c),a)' '$(info x,y)'
