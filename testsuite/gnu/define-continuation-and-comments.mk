# endef counts only as a line's first word; a comment inside is text.
define a
one \
  two
# not a comment
  endef is not at an end
 define nested # comment
 endef # comment
x endef
endef # comment
$(info [$(value a)])
all: ; @:
