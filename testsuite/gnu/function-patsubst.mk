all:
	@echo '$(patsubst %.c,%.o,a.c b.c.c x.h .c)' '$(a b:%=x)' '$(patsubst a,b,a aa)'
	@echo '$(patsubst %,%%,a b) $(patsubst a%,b,ab ac x)' '[$(patsubst  %.c , %.o ,a.c)]'
