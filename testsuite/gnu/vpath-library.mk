# setup: mkdir -p lib other; touch lib/libone.a other/libtwo.so
vpath %.a lib
vpath %.so other
all: -lone -ltwo ; @echo '$^'
