n = name
name = x
all: ; @echo '$(foreach $(n),a b,$(name)) $(foreach $(n) ,c,$(name))'
