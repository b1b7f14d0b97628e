objs = a.o sub/b.o
all: $(objs) lib.a
$(objs): %.o: %.c common.h ; @echo '$@ from $<, $^, stem $*'
lib.a: lib.%: pre-%-post ; @echo '$@ $^ $*'
a.c sub/b.c: ; @echo make $@
common.h pre-a-post: ;
