nosuch a = odd
all: ; @echo all
