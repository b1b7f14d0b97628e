name = a b
define $(subst $() ,_,$(name))
$0 text
endef
all: ; @echo '$(a_b) [$(call a_b)]'
