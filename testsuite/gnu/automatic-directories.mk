# No slash gives a dot; the root stays.
all: a ./b /nowhere-x/../nowhere ; @echo '$(^D) | $(^F)'
a ./b /nowhere-x/../nowhere: ; @echo '[$(@D)] [$(@F)] $(dir $@)'
