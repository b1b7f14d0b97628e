# setup: printf '#!/bin/sh\necho "script $*"\n' >s; chmod +x s
all:
	@./s a "b c" d\ e
	@./s 'x' $(nothing)
	@./s *.none > out; cat out
