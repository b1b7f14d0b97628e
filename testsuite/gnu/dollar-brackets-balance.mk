# Only brackets of the reference's own kind count.
all: ; @echo '$(subst a,},a)' '${subst a,),a}' '$(subst a,(b),a)' '${subst a,{b},a}'
