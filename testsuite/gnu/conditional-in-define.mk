# Conditionals inside a define wait for eval.
define body
ifeq ($1,yes)
$2 := yes
else ifneq ($1,no)
$2 := perhaps
else
$2 := no
endif
endef
$(foreach v,yes no odd,$(eval $(call body,$v,r_$v)))
all: ; @echo $(r_yes) $(r_no) $(r_odd)
