# setup: printf 'one\ntwo\n\n' >in
$(file >out,first)
$(file >>out,second)
$(file > blank,)
$(file >empty)
$(file >nonl,$(file <in))
x := $(file <in)
y := $(file < missing)
all: ; @echo '[$(words $(x))] [$(y)]'
