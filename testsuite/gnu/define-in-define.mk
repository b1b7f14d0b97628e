define outer
define inner
text of inner
endef
after := 1
endef
$(info [$(value outer)])
$(eval $(outer))
all: ; @echo '$(inner) $(after)'
