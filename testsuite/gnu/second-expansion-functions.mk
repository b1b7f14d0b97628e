.SECONDEXPANSION:
all: $$(info expanding $$@)b ; @echo '$@'
b: $$(eval b_v = seen)$$(if $$(filter b,$$@),c) ; @echo '$@ $^ $(b_v)'
c: ;
