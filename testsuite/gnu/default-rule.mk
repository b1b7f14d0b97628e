all: known unknown.z ; @echo '$^'
known: ; @echo '$@'
.DEFAULT: ; @echo 'default $@ [$<] [$^] [$*]'
