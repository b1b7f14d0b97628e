#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The environment: what counts (DESIGN 3.1, rule 2) and what does not.
. "${0%/*}/prelude.sh"

# with NAME=VALUE...: says, with these in the environment
with()
{
	cat >"$tests/expected"
	env "$@" "$TMAKE" >"$tests/said" 2>&1 </dev/null || fail "exit code $?"
	diff "$tests/expected" "$tests/said" >"$tests/diff" || {
		fail "env $* tmake (expected <, said >)"
		cat "$tests/diff"
	}
}

project variables
cat >Makefile <<'END'
export EXPORTED = $(MODE)
all: named plain
named: ; @echo NAMED; echo "$$NAMED $${BRACED} $$EXPORTED" >$@
plain: ; @echo PLAIN; env >$@
END
with A=1 <<'END'
NAMED
PLAIN
END
with A=2 UNUSED=3 TERM=dumb MAKELEVEL=0 MAKEFLAGS= <<'END'
tmake: Nothing to be done for 'all'.
END
with NAMED=1 <<'END'
NAMED
END
with NAMED=1 BRACED=1 <<'END'
NAMED
END
grep -qx '1 1 ' named || fail 'named is stale'
with NAMED=1 BRACED=1 MODE=fast <<'END'
NAMED
PLAIN
END
grep -qx '1 1 fast' named || fail 'named is stale'
grep -qx 'EXPORTED=fast' plain || fail 'plain is stale'
with NAMED=1 BRACED=1 MODE=fast CFLAGS=-O3 <<'END'
NAMED
PLAIN
END
with NAMED=1 BRACED=1 MODE=fast CFLAGS=-O3 <<'END'
tmake: Nothing to be done for 'all'.
END
with NAMED=1 BRACED=1 MODE=fast <<'END'
NAMED
PLAIN
END

project search-path
mkdir early late
printf '#!/bin/sh\necho late\n' >late/generate
chmod +x late/generate
printf 'out: ; @echo OUT; generate >$@\n' >Makefile
with PATH="$PWD/late:$PATH" <<'END'
OUT
END
printf '#!/bin/sh\necho early\n' >early/generate
chmod +x early/generate
with PATH="$PWD/early:$PWD/late:$PATH" <<'END'
OUT
END
[ "$(cat out)" = early ] || fail 'out is stale'

# one for one target only
project target-variable
cat >Makefile <<'END'
all: one two
one: export LEVEL = $(MODE)
one: ; @echo ONE; echo $$LEVEL >$@
two: ; @echo TWO; echo 2 >$@
END
with MODE=1 <<'END'
ONE
TWO
END
with MODE=2 <<'END'
ONE
END
tmake --why one
said 'the environment variable LEVEL changed'
said 'it was "2", now it is ""'
finish
