# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# prelude.sh - what the black-box tests share.  Each begins with
#	. "${0%/*}/prelude.sh"
# TMAKE names the program.  As root every test runs twice, the second time as an ordinary user (see as-user).
#
#	project NAME		a fresh folder, entered; names what follows in messages
#	says ARGUMENT... <<EOF	runs tmake: its output must be this, its exit code $code (0)
#	same_as_clean		the tree is what GNU make leaves in a copy of it after `make clean`
#	fail TEXT		this test has failed; it goes on
#	finish			last line of each test
: "${TMAKE:=src/tmake}"

# run_as WHO COMMAND...: the test itself, in a folder of its own
run_as()
{
	TMAKE_TEST_AS=$1
	shift
	mkdir "$scratch/$TMAKE_TEST_AS"
	[ "$TMAKE_TEST_AS" != user ] || chown 65534:65534 "$scratch/$TMAKE_TEST_AS"
	TMAKE_TEST_FOLDER=$scratch/$TMAKE_TEST_AS TMAKE=$scratch/bin/tmake
	export TMAKE_TEST_AS TMAKE_TEST_FOLDER TMAKE
	(cd "$TMAKE_TEST_FOLDER" && exec "$@" sh "$scratch/bin/${0##*/}")
}

run_everywhere()
{
	scratch=$(mktemp -d) || exit 99
	trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	chmod 755 "$scratch"
	mkdir "$scratch/bin"
	cp "$TMAKE" "$scratch/bin/tmake" || exit 99
	cp "${0%/*}/prelude.sh" "${0%/*}/as-user" "$0" "$scratch/bin" || exit 99
	chmod -R a+rX "$scratch/bin"
	if [ "$(id -u)" -ne 0 ]; then
		run_as self
		exit
	fi
	result=0
	run_as root || result=$?
	run_as user "$scratch/bin/as-user"
	user_result=$?
	[ $user_result -eq 0 ] || [ $user_result -eq 77 ] || result=$user_result
	exit $result
}
[ -n "${TMAKE_TEST_AS-}" ] || run_everywhere

# a test does not depend on who started it
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
	case $name in
	PATH | PWD | TMAKE | TMAKE_TEST_* | *SAN_OPTIONS) ;;
	*) unset "$name" ;;
	esac
done
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=$TMAKE_TEST_FOLDER/home TMPDIR=$TMAKE_TEST_FOLDER/tmp LC_ALL=C
export PATH HOME TMPDIR LC_ALL
mkdir "$HOME" "$TMPDIR"
tests=$TMAKE_TEST_FOLDER
status=0 code=0 project=

fail()
{
	echo "FAIL: as $TMAKE_TEST_AS: ${0##*/}: $project: $1"
	status=1
}

finish()
{
	exit $status
}

project()
{
	project=$1
	mkdir "$tests/$1"
	cd "$tests/$1" || exit 99
}

# what tmake said, in $tests/said
tmake()
{
	code=0
	"$TMAKE" "$@" >"$tests/said" 2>&1 </dev/null || code=$?
}

said()
{
	grep -q -e "$1" "$tests/said" || {
		fail "it did not say: $1"
		sed 's/^/	/' "$tests/said"
	}
}

exits()
{
	[ "$code" -eq "$1" ] || {
		fail "exit code $code, not $1"
		sed 's/^/	/' "$tests/said"
	}
}

says()
{
	cat >"$tests/expected"
	tmake "$@"
	diff "$tests/expected" "$tests/said" >"$tests/diff" || {
		fail "tmake $* (expected <, said >)"
		cat "$tests/diff"
	}
	exits 0
}

same_as_clean()
{
	rm -rf "$tests/twin"
	cp -a . "$tests/twin"
	rm -rf "$tests/twin/.tmake"
	(cd "$tests/twin" && make -s clean && make -s) >"$tests/twin.log" 2>&1 || {
		fail 'GNU make cannot build it'
		cat "$tests/twin.log"
	}
	diff -r --no-dereference -x .tmake "$tests/twin" . || fail 'not what a clean build leaves'
}

# in_namespace COMMAND...: with a mount namespace of its own, allowed to mount; 77 where that is impossible
in_namespace()
{
	if [ "$(id -u)" -eq 0 ]; then
		unshare --mount --propagation private -- "$@"
	else
		unshare --user --map-root-user --mount --propagation private -- "$@"
	fi
}

# can recipes be watched here?
project probe
printf 'all: ; @:\n' >Makefile
tmake
if grep -q 'run unseen' "$tests/said"; then
	echo "SKIP: as $TMAKE_TEST_AS: $(cat "$tests/said")"
	exit 77
fi
