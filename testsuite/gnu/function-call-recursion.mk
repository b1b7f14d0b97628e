# A function may call itself through call.
reverse = $(if $1,$(call reverse,$(wordlist 2,$(words $1),$1)) $(firstword $1))
all: ; @echo $(call reverse,a b c d)
