#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever kills tmake, no mount and no process is left, and the next build is right.
. "${0%/*}/prelude.sh"

project nap
cp "$(command -v sleep)" "$tests/nap-$TMAKE_TEST_AS"
nap=$tests/nap-$TMAKE_TEST_AS

# what runs of this test
naps()
{
	pgrep -f "^$nap " || :
}
tmakes()
{
	for process in $(pgrep -f "^$TMAKE" || :); do
		[ "$(readlink "/proc/$process/exe")" != "$TMAKE" ] || echo "$process"
	done
}

# until COMMAND's output is (not) empty; 15 seconds
until_some()
{
	for _ in $(seq 150); do
		[ -z "$("$@")" ] || return 0
		sleep 0.1
	done
	fail "$*: nothing came"
}
until_none()
{
	for _ in $(seq 150); do
		[ -n "$("$@")" ] || return 0
		sleep 0.1
	done
	fail "$*: left: $("$@" | tr '\n' ' ')"
	# shellcheck disable=SC2046 # words
	kill -9 $("$@")
}

start()
{
	project "$1"
	cat >Makefile <<END
all: first second
first: in ; @echo FIRST; cp in \$@
second: in ; @echo SECOND; ($nap 100 & $nap 101; :); cat in in >\$@
END
	echo 1 >in
	# a shell lets what it starts in the background ignore SIGINT
	setsid env --default-signal=INT,HUP "$TMAKE" >"$tests/said" 2>&1 </dev/null &
	started=$!
	until_some naps
}
nothing_is_left()
{
	until_none naps
	until_none tmakes
	grep 'fuse.tmake' /proc/self/mountinfo && fail 'a mount is left'
	for left in .tmake/view/*; do
		[ ! -e "$left" ] || fail "$left is left"
	done
}
# the next build makes the rest
goes_on()
{
	sed -i "s|($nap.*; :)|:|" Makefile
	says <<'END'
SECOND
END
	printf '1\n1\n1\n' >"$tests/expected"
	cat first second | diff "$tests/expected" - || fail 'the next build is not right'
	says <<'END'
tmake: Nothing to be done for 'all'.
END
}

# a terminal sends INT and HUP to the whole group
for signal in KILL TERM INT HUP; do
	start "first-process-$signal"
	case $signal in
	INT | HUP) kill -$signal -$started ;;
	*) kill -$signal $started ;;
	esac
	wait $started 2>/dev/null
	result=$?
	[ $result -gt 128 ] || fail "exit code $result"
	nothing_is_left
	goes_on
done

# the process that serves the views
start child-killed
child=$(pgrep -P $started | head -n 1)
if [ -n "$child" ]; then
	kill -9 "$child"
	wait $started 2>/dev/null
	result=$?
	[ $result -ne 0 ] || fail 'a killed build was a success'
	nothing_is_left
	goes_on
fi

# all of them at once: nobody is left who could end what the recipe started, as under GNU make
start all-killed
# shellcheck disable=SC2046 # words
kill -9 $(tmakes)
# shellcheck disable=SC2046 # words
kill -9 $(naps)
wait $started 2>/dev/null
nothing_is_left
goes_on

# a shell of the recipe
start recipe-killed
# shellcheck disable=SC2046 # words
kill -9 $(pgrep -P "$(tmakes | tail -n 1)" | head -n 1) 2>/dev/null
# shellcheck disable=SC2046 # words
kill -9 $(naps) 2>/dev/null
wait $started 2>/dev/null
nothing_is_left
goes_on
finish
