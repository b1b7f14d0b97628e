all a: v = both $@
all: a ; @echo '$(v)'
a: ; @echo '$(v)'
