a != printf 'one\ntwo\n\n'; exit 3
s := $(.SHELLSTATUS)
b != echo '$$x'
x = y
$(info [$(a)] $(s) [$(b)] [$(value b)])
all: ; @:
