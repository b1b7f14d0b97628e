#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What recipes leave: an output that is gone or edited, and a build with nothing to do.
. "${0%/*}/prelude.sh"

project second-output
cat >Makefile <<'END'
all: parser.c
parser.c: parser.y ; @echo PARSER; cp parser.y $@; echo header >parser.h
clean: ; rm -f parser.c parser.h
END
echo grammar >parser.y
tmake
rm parser.h
says <<'END'
PARSER
END
same_as_clean
rm parser.c
says <<'END'
PARSER
END
same_as_clean

project group
cat >Makefile <<'END'
all: one two user
one two &: in ; @echo BOTH; cp in one; cp in two
user: one two ; @echo USER; cat one two >$@
clean: ; rm -f one two user
END
echo 1 >in
says <<'END'
BOTH
USER
END
rm two
says <<'END'
BOTH
END
echo 2 >in
says <<'END'
BOTH
USER
END
[ "$(cat user)" = '2
2' ] || fail 'user is stale'

# null builds say what GNU make says
project null-build
cat >Makefile <<'END'
all: out
out: in ; cp in $@
phony: ; @:
.PHONY: all phony
END
echo 1 >in
tmake
for goal in '' all out 'all out' in phony; do
	# shellcheck disable=SC2086 # words
	tmake $goal
	mv "$tests/said" "$tests/ours"
	tmake_code=$code
	# shellcheck disable=SC2086
	make $goal >"$tests/theirs" 2>&1
	[ $tmake_code -eq $? ] || fail "goal '$goal': the exit codes differ"
	sed -i 's/^tmake:/make:/' "$tests/ours"
	diff "$tests/theirs" "$tests/ours" || fail "goal '$goal': not what GNU make says"
done
tmake -q
exits 0
echo 2 >in
tmake -q
exits 1

# a build with nothing to do writes nothing but what the store needs
project null-build-writes-nothing
cat >Makefile <<'END'
out: in ; cp in $@
END
echo 1 >in
tmake
tmake
find . -path ./.tmake -prune -o -printf '%p %T@ %i %s\n' | sort >"$tests/before"
tmake
find . -path ./.tmake -prune -o -printf '%p %T@ %i %s\n' | sort >"$tests/after"
diff "$tests/before" "$tests/after" || fail 'a null build changed the tree'

# a failed recipe runs again, and its output counts as GNU make's would
project failed
cat >Makefile <<'END'
all: out
out: ; @echo OUT; echo x >$@; test -e allowed
END
tmake
exits 2
tmake
exits 2
said OUT
echo >allowed
says <<'END'
OUT
END
says <<'END'
tmake: Nothing to be done for 'all'.
END

# an output edited by hand is the user's: GNU make's rule holds
project edited
cat >Makefile <<'END'
all: out
out: in ; @echo OUT; cp in $@
END
echo 1 >in
tmake
echo mine >out
says <<'END'
tmake: Nothing to be done for 'all'.
END
[ "$(cat out)" = mine ] || fail 'the edit is lost'
sleep 0.01
echo 2 >in
says <<'END'
OUT
END

# tmake and GNU make on one tree
project mixed
cat >Makefile <<'END'
all: out
out: in ; @echo OUT; cp in $@
END
echo 1 >in
make -s >/dev/null
says <<'END'
tmake: Nothing to be done for 'all'.
END
echo 2 >in
says <<'END'
OUT
END
echo 3 >in
make -s >/dev/null
says <<'END'
tmake: Nothing to be done for 'all'.
END
[ "$(cat out)" = 3 ] || fail 'out is stale'
finish
