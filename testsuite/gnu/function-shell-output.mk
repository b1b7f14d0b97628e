x := $(shell printf ' a\n\nb\n\n\n')
y := $(shell printf 'a\r\nb')
all: ; @echo '[$(x)] [$(words $(y))]' '$(shell echo "$$$$" | tr -d 0-9)' '[$(shell printf '\#')]'
