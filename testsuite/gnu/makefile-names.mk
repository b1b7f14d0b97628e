# after: make; rm GNUmakefile; make; rm makefile; make; rm Makefile; make
# setup: for f in GNUmakefile makefile Makefile; do echo "x: ; @echo $f" >$f; done
all: ; @:
