	echo too early
all: ; @echo all
