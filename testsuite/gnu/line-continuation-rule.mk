# Targets, prerequisites and conditionals may go on.
all \
  : \
  a \
  b
ifeq (x, \
x)
a b \
:; @echo $@
else
$(error wrong)
endif
