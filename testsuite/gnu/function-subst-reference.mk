s = a.c b.c.c c.cc d
all: ; @echo '$(s:.c=.o) $(s:%.c=%.x) $(s:c=) $(s:.c=%.o)' '$(s:a%=%z)'
