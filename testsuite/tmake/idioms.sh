#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What makefiles have always done keeps its meaning.
. "${0%/*}/prelude.sh"

project force-compare
cat >Makefile <<'END'
all: out
out: version.h ; @echo OUT; cp version.h $@
version.h: FORCE
	@echo 'v$(VERSION)' >$@.new; cmp -s $@.new $@ && rm $@.new || { echo NEW; mv $@.new $@; }
FORCE:
VERSION = 1
END
says <<'END'
NEW
OUT
END
says <<'END'
END
says VERSION=2 <<'END'
NEW
OUT
END
says VERSION=2 <<'END'
END
ls >"$tests/names"
printf 'Makefile\nout\nversion.h\n' | diff - "$tests/names" || fail 'other files are left'

# kbuild's: a forced target whose recipe comes out empty
project force-empty
cat >Makefile <<'END'
all: out
out: in FORCE ; $(if $(filter in,$?),@echo OUT; cp in $@)
FORCE:
END
echo 1 >in
touch -d '2001-01-01' in
says <<'END'
OUT
END
says <<'END'
tmake: Nothing to be done for 'all'.
END
echo 2 >in
says <<'END'
OUT
END
cmp -s in out || fail 'out is stale'

# what its last run saw is not forgotten where a later recipe comes out empty
project force-empty-undeclared
cat >Makefile <<'END'
all: out
out: in FORCE ; $(if $(filter-out FORCE,$?),@echo OUT; cat in undeclared >$@)
FORCE:
END
echo 1 >in
echo 1 >undeclared
says <<'END'
OUT
END
for _ in 1 2; do
	says <<'END'
tmake: Nothing to be done for 'all'.
END
done
echo 2 >undeclared
says <<'END'
OUT
END
touch in
says <<'END'
tmake: Nothing to be done for 'all'.
END

project forced-append
cat >Makefile <<'END'
log: FORCE ; @echo line >>$@
FORCE:
END
tmake
tmake
tmake
[ "$(wc -l <log)" -eq 3 ] || fail 'a forced recipe did not find what it made before'

project phony
cat >Makefile <<'END'
.PHONY: all always
all: out
out: always ; @echo OUT; echo >$@
always: ; @echo ALWAYS
END
for _ in 1 2; do
	says <<'END'
ALWAYS
OUT
END
done

project stamp
cat >Makefile <<'END'
all: done
done: built ; @echo DONE; touch $@
built: in ; @echo BUILT; touch $@
END
echo 1 >in
says <<'END'
BUILT
DONE
END
says <<'END'
tmake: Nothing to be done for 'all'.
END
echo 2 >in
says <<'END'
BUILT
DONE
END
touch in
says <<'END'
tmake: Nothing to be done for 'all'.
END
touch built # an empty file says nothing but its time
says <<'END'
DONE
END
rm built
says <<'END'
BUILT
DONE
END

project newer
cat >Makefile <<'END'
all: log
log: a b c ; @echo '$?' | tee -a $@
END
touch -d '2001-01-01' a b c
says <<'END'
a b c
END
echo 1 >b
says <<'END'
b
END
echo 1 >a
echo 2 >c
says <<'END'
a c
END
says <<'END'
tmake: Nothing to be done for 'all'.
END
printf 'a b c\nb\na c\n' | diff - log || fail 'log'

project newer-archive
cat >Makefile <<'END'
lib.a: a.o b.o ; @echo AR $?; ar rc $@ $?
%.o: %.c ; @echo CC $*; cc -c -o $@ $<
clean: ; rm -f lib.a *.o
END
echo 'int a;' >a.c
echo 'int b;' >b.c
says <<'END'
CC a
CC b
AR a.o b.o
END
echo 'int b, c;' >b.c
says <<'END'
CC b
AR b.o
END
same_as_clean

project move-if-changed
cat >Makefile <<'END'
all: user
user: gen.h ; @echo USER; cp gen.h $@
gen.h: stamp ; @:
stamp: in ; @echo GEN; sed 's/#.*//' in >gen.tmp; cmp -s gen.tmp gen.h && rm gen.tmp || mv gen.tmp gen.h; touch $@
END
echo 'a # one' >in
says <<'END'
GEN
USER
END
echo 'a # two' >in
says <<'END'
GEN
END
echo 'b # two' >in
says <<'END'
GEN
USER
END
says <<'END'
tmake: Nothing to be done for 'all'.
END

project nothing-recipe
cat >Makefile <<'END'
all: out ; @:
out: header ; @echo OUT; cp real $@
header: real ; @:
END
echo 1 >real
echo x >header
tmake
says <<'END'
END
echo 2 >real
says <<'END'
OUT
END

project folder-in-shell
cat >Makefile <<'END'
$(shell mkdir -p build/deep)
all: build/deep/out
build/deep/out: in ; $(shell mkdir -p $(@D))@echo OUT; cp in $@
END
echo 1 >in
says <<'END'
OUT
END
says <<'END'
tmake: Nothing to be done for 'all'.
END
echo 2 >in
says <<'END'
OUT
END

project version-from-git
git init -q
git config user.name t
git config user.email t@example.org
cat >Makefile <<'END'
all: prog other
prog: main.c ; @echo CC; cc -DVERSION='"$(shell git rev-parse HEAD)"' -o $@ main.c
other: main.c ; @echo OTHER; cp main.c $@
END
echo '#include <stdio.h>
int main(void) { puts(VERSION); }' >main.c
git add main.c
git commit -q -m one
says <<'END'
CC
OTHER
END
says <<'END'
tmake: Nothing to be done for 'all'.
END
git commit -q --allow-empty -m two
says <<'END'
CC
END
[ "$(./prog)" = "$(git rev-parse HEAD)" ] || fail 'the version is stale'
says <<'END'
tmake: Nothing to be done for 'all'.
END
git tag a-tag # something changed that the answer does not depend on
says <<'END'
tmake: Nothing to be done for 'all'.
END

# the same through a variable of the makefile, called when that is read
project version-in-variable
git init -q
git config user.name t
git config user.email t@example.org
cat >Makefile <<'END'
VERSION := $(shell git rev-parse HEAD)
all: out
out: ; @echo OUT; echo $(VERSION) >$@
END
git commit -q --allow-empty -m one
tmake
git commit -q --allow-empty -m two
says <<'END'
OUT
END
says <<'END'
tmake: Nothing to be done for 'all'.
END

project dependency-files
cat >Makefile <<'END'
prog: main.o ; @echo LINK; cc -o $@ main.o
main.o: main.c ; @echo CC; cc -MMD -MP -c -o $@ $<
-include main.d
clean: ; rm -f prog main.o main.d
END
echo '#include "a.h"
int main(void) { return A; }' >main.c
echo '#define A 1' >a.h
says <<'END'
CC
LINK
END
says <<'END'
tmake: 'prog' is up to date.
END
echo '#define A 2' >a.h
says <<'END'
CC
LINK
END
same_as_clean
finish
