# $(MAKE) is `make` here; features are listed.
all: ; @echo '$(filter target-specific order-only else-if second-expansion grouped-target oneshell undefine notintermediate,$(.FEATURES))'
