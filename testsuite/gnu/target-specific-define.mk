all: define v =
all: ; @echo '$(v)'
