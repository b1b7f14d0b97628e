# The shortest stem wins; the latest of equals.
%: v = any
%.o: v = o
lib/%.o: v = lib
%.o: v2 = first
%.o: v2 = second
all: a.o lib/b.o c ; @echo '$@ $(v)'
a.o lib/b.o c: ; @echo '$@ $(v) $(v2)'
