#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing is left running or mounted, whoever of guard and engine is killed.  VIEW_RUN names view-run.
: "${VIEW_RUN:=testsuite/tools/view-run}"
dir=$(mktemp -d) || exit 99
mkdir "$dir/mount" && TMPDIR=$dir/mount && export TMPDIR
trap 'rm -rf "$dir"' EXIT
status=0
"$VIEW_RUN" -q "$dir" -- true 2>/dev/null
[ $? -eq 125 ] && exit 77 # no file system may be mounted here

# no process of the test is left, and no mount
check() {
	name=$1
	i=0
	while pgrep -f "$dir/nap" >/dev/null && [ $i -lt 30 ]; do sleep 0.1; i=$((i + 1)); done
	if pgrep -f "$dir/nap" >/dev/null; then
		echo "FAIL: $name: processes are left"
		pkill -9 -f "$dir/nap"
		status=1
	fi
	if grep -q 'fuse.tmake' /proc/self/mountinfo; then
		echo "FAIL: $name: a mount is left"
		status=1
	fi
	if [ -n "$(find "$TMPDIR" -mindepth 2)" ]; then
		echo "FAIL: $name: the mount point is not empty"
		status=1
	fi
}

# starts a view with a process, its child and a background one; sets guard and engine
start() {
	cp "$(command -v sleep)" "$dir/nap"
	"$VIEW_RUN" -q "$dir" -- sh -c "'$dir/nap' 1000 & ('$dir/nap' 1001; :); echo survived >'$dir/survived'" 2>/dev/null &
	guard=$!
	i=0
	while [ "$(pgrep -cf "$dir/nap 100[01]\$")" -lt 2 ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
	engine=$(pgrep -P $guard)
	[ -n "$engine" ] || { echo "FAIL: no engine"; status=1; }
}

start; kill -9 "$engine"; wait $guard 2>/dev/null; result=$?
[ $result -eq 137 ] || { echo "FAIL: the guard of a killed engine ended with $result"; status=1; }
check "engine killed"

start; kill -9 $guard; wait $guard 2>/dev/null
i=0; while kill -0 "$engine" 2>/dev/null && [ $i -lt 30 ]; do sleep 0.1; i=$((i + 1)); done
kill -0 "$engine" 2>/dev/null && { echo "FAIL: the engine outlives its guard"; status=1; }
check "guard killed"

for signal in TERM INT HUP; do
	start; kill -$signal $guard; wait $guard 2>/dev/null; result=$?
	[ $result -gt 128 ] || { echo "FAIL: SIG$signal: ended with $result"; status=1; }
	check "SIG$signal"
done

[ -e "$dir/survived" ] && { echo "FAIL: the recipe went on"; status=1; }

# a process that is left behind after a normal end lives on, and can use its files
"$VIEW_RUN" -q "$dir" -- sh -c "('$dir/nap' 1; cat /etc/passwd >'$dir/late') >/dev/null 2>&1 & :" 2>/dev/null
i=0; while [ ! -s "$dir/late" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done
cmp -s /etc/passwd "$dir/late" || { echo "FAIL: the process left behind could not go on"; status=1; }
i=0; while pgrep -f "view-run -q $dir" >/dev/null && [ $i -lt 60 ]; do sleep 0.1; i=$((i + 1)); done
pgrep -f "view-run -q $dir" >/dev/null && { echo "FAIL: the server stays for nobody"; status=1; }
check "left behind"
exit $status
