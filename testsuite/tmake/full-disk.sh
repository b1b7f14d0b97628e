#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A full disk: recipes fail as they do under GNU make, and what the store held before is still good.
. "${0%/*}/prelude.sh"

project full
in_namespace sh -c 'mount -t tmpfs -o size=1m tmpfs .' || {
	echo "SKIP: as $TMAKE_TEST_AS: no tmpfs can be mounted"
	exit 77
}
cat >steps.sh <<'END'
set -eu
mount -t tmpfs -o size=1m,mode=755 tmpfs .
cd .
cd "$PWD"
cat >Makefile <<'MAKEFILE'
all: out other
out: in ; @echo OUT; cat in in in >$@
other: in2 ; @echo OTHER; cp in2 $@
big: ; @head -c 2000000 /dev/zero >$@
MAKEFILE
echo 1 >in
echo 1 >in2
"$TMAKE"
echo "code $?"

echo '-- full'
head -c 2000000 /dev/zero >filler 2>/dev/null || :
echo 2 >in2
code=0
"$TMAKE" 2>&1 || code=$?
echo "code $code"

echo '-- too big'
rm filler
code=0
"$TMAKE" big 2>&1 || code=$?
echo "code $code"

echo '-- room again'
rm big
echo 2 >in2
code=0
"$TMAKE" || code=$?
echo "code $code"
cat out other
"$TMAKE"
END
in_namespace sh ./steps.sh >"$tests/said" 2>&1 </dev/null
sed -n '1,/^-- full/p' "$tests/said" >"$tests/first"
printf 'OUT\nOTHER\ncode 0\n-- full\n' | diff - "$tests/first" || fail 'before the disk was full'
sed -n '/^-- room again/,$p' "$tests/said" >"$tests/last"
printf "%s\n" '-- room again' OTHER 'code 0' 1 1 1 2 "tmake: Nothing to be done for 'all'." |
	diff - "$tests/last" || fail 'after there was room again'
sed -n '/^-- full/,/^-- too big/p' "$tests/said" >"$tests/middle"
grep -q '\.tmake cannot be used: No space left on device$' "$tests/middle" ||
	fail "it does not say that the disk is full: $(cat "$tests/middle")"
grep -q '^code 0$' "$tests/middle" || fail 'another exit code'
sed -n '/^-- too big/,/^-- room again/p' "$tests/said" >"$tests/middle"
{ grep -q "^tmake: \*\*\* \[Makefile:4: big\] Error 1$" "$tests/middle" && grep -q "^code 2$" "$tests/middle"; } ||
	fail "the failure of a recipe is not told: $(cat "$tests/middle")"
finish
