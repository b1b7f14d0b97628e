# args: -j3
all: x.z
%.z: %.a .WAIT %.b ; @echo '$^'
%.a: ; @sleep 0.2; echo '$@'
%.b: ; @echo '$@'
