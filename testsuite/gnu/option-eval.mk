# args: --eval='v := early' --eval='first: ; @echo first $(v)'
$(info $(v))
v = file
all: ; @echo all
