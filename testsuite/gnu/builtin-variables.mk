# args: -n
# setup: touch a.c
COMPILE.c = compile
OUTPUT_OPTION = -out $@
all: a.o
	echo '$(CC) $(CXX) $(AR) $(ARFLAGS) $(RM) $(LINK.o) $(COMPILE.cc) $(PREPROCESS.S) $(YACC.y)'
