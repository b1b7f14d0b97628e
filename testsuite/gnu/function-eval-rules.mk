define rule
$1: $2 ; @echo '$$@ from $$^'
all: $1
endef
all:
$(foreach t,a b,$(eval $(call rule,$t,$t.in)))
%.in: ; @:
