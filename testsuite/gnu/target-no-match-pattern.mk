all: a.o b.x ; @echo $^
a.o b.x: %.o: %.c ; @echo $@ from $<
a.c b.c: ;
