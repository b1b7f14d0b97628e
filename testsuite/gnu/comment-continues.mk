# one \
all: ; @echo hidden
all: ; @echo shown
