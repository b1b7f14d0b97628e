# setup: touch a.c b.c
all: a.o b
%.o: %.c ; @echo 'own $@'
%: %.c
b: ; @echo 'explicit $@'
