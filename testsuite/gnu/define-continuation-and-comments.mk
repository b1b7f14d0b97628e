# A comment inside is text; nested defines count; a word before endef makes it text.
define a
one \
  two
# not a comment
 define nested # comment
 endef # comment
x endef
endef # comment
$(info [$(value a)])
all: ; @:
