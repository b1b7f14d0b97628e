#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Inputs that no rule declares: each edit gives what a clean build would, and runs no recipe more.
. "${0%/*}/prelude.sh"

c_project()
{
	project "$1"
	mkdir lib data
	cat >Makefile <<'END'
all: prog report
prog: main.o twice.o
	@echo LINK; cc -o $@ main.o twice.o
%.o: %.c
	@echo CC $*; cc -O1 -Ilib -c -o $@ $<
report:
	@echo REPORT; sh ./report.sh >$@
clean: ; rm -f prog *.o report
END
	printf '#include "deep.h"\n' >lib/top.h
	printf '#define DEEP 1\n' >lib/deep.h
	printf '#include "top.h"\nint twice(int);\nint main(void) { return twice(DEEP); }\n' >main.c
	printf 'int twice(int a) { return 2 * a; }\n' >twice.c
	printf 'set -e\ncat data/text\nwc -c <data/other\n' >report.sh
	echo one >data/text
	echo two >data/other
	tmake
	exits 0
}

c_project header
echo '#define DEEP 2' >lib/deep.h
says <<'END'
CC main
LINK
END
same_as_clean

c_project included-elsewhere
echo '#define DEEP 3' >>lib/top.h
sed -i 's/.*deep.*//' lib/top.h
says <<'END'
CC main
LINK
END
same_as_clean

c_project data-file
echo three >data/text
says <<'END'
REPORT
END
same_as_clean

c_project script
echo echo more >>report.sh
says <<'END'
REPORT
END
same_as_clean

c_project nobody-reads-it
echo x >lib/unused.h
echo x >data/unused
says <<'END'
tmake: Nothing to be done for 'all'.
END
same_as_clean

c_project gone-and-back
mv data/text data/away
tmake
exits 2
said 'cat: data/text: No such file'
mv data/away data/text
says <<'END'
REPORT
END
same_as_clean
says <<'END'
tmake: Nothing to be done for 'all'.
END

# outside of the tree
project outside
echo 1 >"$tests/elsewhere.h"
cat >Makefile <<END
out: ; @echo OUT; cp $tests/elsewhere.h \$@
clean: ; rm -f out
END
tmake
echo 2 >"$tests/elsewhere.h"
says <<'END'
OUT
END
same_as_clean

# one that another rule makes, which no prerequisite says
project made-elsewhere
cat >Makefile <<'END'
all: gen.txt out
out: ; @echo OUT; cp gen.txt $@
gen.txt: in.txt ; @echo GEN; tr a-z A-Z <in.txt >$@
clean: ; rm -f out gen.txt
END
echo a >in.txt
tmake
exits 0
echo b >in.txt
says out <<'END'
GEN
OUT
END
same_as_clean
finish
