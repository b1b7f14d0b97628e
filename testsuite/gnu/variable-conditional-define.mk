# ?= looks at being defined, not at being empty.
# env: fromenv=env emptyenv=
empty =
empty ?= x
fromenv ?= file
emptyenv ?= file
all: ; @echo '[$(empty)] [$(fromenv)] [$(emptyenv)] $(origin fromenv)'
