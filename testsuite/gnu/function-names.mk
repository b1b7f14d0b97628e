f = a/b.c/d e.tar.gz /f .g h/ i. j/.k
all:
	@echo '$(dir $f)'
	@echo '$(notdir $f)'
	@echo '$(suffix $f)'
	@echo '$(basename $f)'
	@echo '$(addsuffix /x,$f) $(addprefix p ,a b) $(join a b c,1 2) $(join a,1 2)'
