#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Where no file system can be mounted: one warning that says why, then GNU make's rules.
. "${0%/*}/prelude.sh"

# a /dev without fuse
mkdir "$tests/dev"
hide='mount -t tmpfs tmpfs "$0" && : >"$0/null" && mount --bind /dev/null "$0/null" && mount --rbind "$0" /dev'
without_fuse()
{
	code=0
	in_namespace sh -c "$hide"' && exec "$@"' "$tests/dev" "$TMAKE" "$@" \
		>"$tests/said" 2>&1 </dev/null || code=$?
}
in_namespace sh -c "$hide"' && [ ! -e /dev/fuse ]' "$tests/dev" 2>/dev/null || {
	echo "SKIP: as $TMAKE_TEST_AS: /dev/fuse cannot be hidden"
	exit 77
}

project plain
mkdir sub
cat >Makefile <<'END'
all: out more
out: in ; @echo OUT; cat in undeclared >$@
more: out ; @echo MORE; $(MAKE) --no-print-directory -C sub; touch $@
END
echo 'all: ; @echo SUB' >sub/Makefile
echo 1 >in
echo 1 >undeclared
without_fuse -j2
exits 0
[ "$(grep -c '^tmake: warning: ' "$tests/said")" -eq 1 ] || fail "not one warning: $(cat "$tests/said")"
said '^tmake: warning: recipes run unseen, by GNU make.s rules: .*fuse'
grep -v warning "$tests/said" | diff - "$(printf 'OUT\nMORE\nSUB\n' >"$tests/expected"; echo "$tests/expected")" ||
	fail 'not what GNU make does'

# nothing is known of the undeclared file, as under GNU make
echo 2 >undeclared
without_fuse
exits 0
said "Nothing to be done for 'all'"
echo 2 >in
without_fuse out
exits 0
said OUT
[ "$(cat out)" = '2
2' ] || fail 'out is stale'

# a build with FUSE after one without: GNU make's rule, then traced again
says <<'END'
MORE
SUB
END
echo 3 >undeclared
tmake out
echo 3 >in
says out <<'END'
OUT
END
echo 4 >undeclared
says out <<'END'
OUT
END

# and the other way round: what a run without FUSE made is not what the last trace speaks of
echo 5 >in
without_fuse out
said OUT
says out <<'END'
tmake: 'out' is up to date.
END
[ "$(cat out)" = '5
4' ] || fail 'out is stale'
finish
