# args: -ks --warn-undefined-variables -W none -l 2
$(info [$(MAKEFLAGS)] [$(MFLAGS)])
all: ; @echo '[$(MAKEFLAGS)]' "[$$MAKEFLAGS]"
