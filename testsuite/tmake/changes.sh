#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is no edit of a source: each change re-runs what it must, and nothing else.
. "${0%/*}/prelude.sh"

c_project()
{
	project "$1"
	mkdir first second plugins tools
	cat >Makefile <<'END'
FLAGS = -O1
all: prog plugins.txt
prog: main.o twice.o
	@echo LINK; cc -o $@ main.o twice.o
main.o: main.c
	@echo CC $*; cc $(FLAGS) -Ifirst -Isecond -c -o $@ $<
twice.o: twice.c
	@echo CC $*; cc -O1 -Ifirst -Isecond -c -o $@ $<
plugins.txt: tools/names.sh
	@echo PLUGINS; ./tools/names.sh plugins >$@
clean: ; rm -f prog *.o plugins.txt
END
	printf '#define NUMBER 1\n' >second/number.h
	printf '#include <number.h>\nint twice(int);\nint main(void) { return twice(NUMBER); }\n' >main.c
	printf 'int twice(int a) { return 2 * a; }\n' >twice.c
	printf '#!/bin/sh\ncd $1 && for i in *; do echo "$i"; done\n' >tools/names.sh
	chmod +x tools/names.sh
	echo 1 >plugins/b
	tmake
	exits 0
}
nothing()
{
	says <<'END'
tmake: Nothing to be done for 'all'.
END
}

c_project nothing
nothing

c_project header-appears-earlier
printf '#define NUMBER 2\n' >first/number.h
says <<'END'
CC main
LINK
END
same_as_clean
rm first/number.h
says <<'END'
CC main
LINK
END
same_as_clean
nothing

c_project file-in-listed-directory
echo 2 >plugins/c
says <<'END'
PLUGINS
END
same_as_clean
rm plugins/b
says <<'END'
PLUGINS
END
same_as_clean
echo 3 >plugins/c # its name is all that was seen
nothing

c_project flag
sed -i 's/^FLAGS = -O1/FLAGS = -O1 -DNUMBER_TWO/' Makefile
says <<'END'
CC main
END
same_as_clean
# a variable of the command line is in the environment of every recipe
says FLAGS=-O2 <<'END'
CC main
CC twice
LINK
PLUGINS
END
tmake
exits 0
same_as_clean

c_project recipe
sed -i 's/-O1 -Ifirst -Isecond/-O2 -Ifirst -Isecond/' Makefile
says <<'END'
CC twice
LINK
END
same_as_clean

# another text of the same recipe
c_project moved
sed -i '1i # a comment\nUNUSED = 1\n' Makefile
sed -i 's/\$(FLAGS)/-O1/' Makefile
nothing

c_project tool-in-tree
printf '#!/bin/sh\nls $1\n' >tools/names.sh
says <<'END'
PLUGINS
END
same_as_clean
printf '#!/bin/sh\ncd "$1" && for i in *; do echo "$i"; done\n' >tools/names.sh
says <<'END'
PLUGINS
END
same_as_clean

project tool-in-path
mkdir bin
printf '#!/bin/sh\necho one\n' >bin/generate
chmod +x bin/generate
cat >Makefile <<'END'
export PATH := $(CURDIR)/bin:$(PATH)
all: out other
out: ; @echo OUT; generate >$@
other: ; @echo OTHER; echo other >$@
clean: ; rm -f out other
END
tmake
printf '#!/bin/sh\necho two\n' >bin/generate
says <<'END'
OUT
END
same_as_clean
# one that comes before it
project tool-shadowed
mkdir early late
printf '#!/bin/sh\necho one\n' >late/generate
chmod +x late/generate
cat >Makefile <<'END'
export PATH := $(CURDIR)/early:$(CURDIR)/late:$(PATH)
all: out
out: ; @echo OUT; generate >$@
clean: ; rm -f out
END
tmake
cp -p late/generate early
echo 'echo more' >>early/generate
says <<'END'
OUT
END
same_as_clean

project link
mkdir v1 v2
echo 1 >v1/text
echo 2 >v2/text
ln -s v1 current
ln -s one alias
echo one >one
echo one >two
cat >Makefile <<'END'
all: out name same
out: ; @echo OUT; cat current/text >$@
name: ; @echo NAME; readlink current >$@
same: ; @echo SAME; cat alias >$@
clean: ; rm -f out name same
END
tmake
ln -sfn v2 current
says <<'END'
OUT
NAME
END
same_as_clean
nothing

c_project touched
touch main.c twice.c second/number.h tools/names.sh Makefile plugins plugins/b
nothing
touch prog # plain make agrees: the time stamps tell the truth
make -q || fail 'GNU make would build something'

# GNU make agrees also about what was kept against its time stamps
c_project touched-time-stamps
touch main.c
nothing
make -q || fail 'GNU make would build something'

c_project cutoff
echo '/* a comment */' >>main.c
says <<'END'
CC main
END
same_as_clean
nothing

project cutoff-generated
cat >Makefile <<'END'
all: out
out: mid ; @echo OUT; cp mid $@
mid: in ; @echo MID; grep -v '^#' in >$@
clean: ; rm -f out mid
END
echo text >in
tmake
echo '# a comment' >>in
says <<'END'
MID
END
same_as_clean
make -q || fail 'GNU make would build something'
echo more >>in
says <<'END'
MID
OUT
END
same_as_clean
finish
