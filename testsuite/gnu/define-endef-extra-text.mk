define a
  endef is an end
$(info [$(a)])
all: ; @:
