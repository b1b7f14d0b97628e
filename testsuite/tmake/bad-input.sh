#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad input: a clear error, the right exit code, tree and store intact.
. "${0%/*}/prelude.sh"

good_project()
{
	project "$1"
	cat >Makefile <<'END'
all: out
out: in ; @echo OUT; cp in $@
END
	echo 1 >in
	tmake
	exits 0
}
all_files()
{
	find . ! -path './.tmake*' -printf '%p %T@ %i %s %m %l\n' | sort
}
# as GNU make: the same words and exit code; nothing but the store may be touched
as_make()
{
	all_files >"$tests/before"
	tmake "$@"
	ours=$code
	all_files | diff "$tests/before" - || fail 'the tree is not as it was'
	sed 's/^tmake:/make:/' "$tests/said" >"$tests/ours"
	theirs=0
	make "$@" >"$tests/theirs" 2>&1 || theirs=$?
	diff "$tests/theirs" "$tests/ours" || fail 'not what GNU make says'
	[ "$ours" -eq "$theirs" ] || fail "exit code $ours, GNU make's is $theirs"
}
# the store is as good as before
recovers()
{
	printf 'all: out\nout: in ; @echo OUT; cp in $@\n' >Makefile
	says <<'END'
tmake: Nothing to be done for 'all'.
END
}

good_project syntax
echo 'what is this' >>Makefile
as_make
recovers

good_project syntax-in-conditional
printf 'ifdef X\nall: more\n' >>Makefile
as_make
recovers

good_project recipe-first
printf '\t@echo first\nall: ;\n' >Makefile
as_make
recovers

good_project missing-file
rm in
as_make
echo 1 >in
recovers

good_project missing-goal
as_make nothing
as_make -k nothing out
recovers

good_project missing-makefile
as_make -f nothing.mk
mv Makefile away
as_make
as_make out
mv away Makefile
recovers

good_project missing-include
echo 'include nothing.mk' >>Makefile
as_make
recovers

good_project missing-folder
tmake -C nothing
exits 2
said '^tmake: \*\*\* nothing: No such file or directory.  Stop.$'
recovers

good_project cycle
cat >Makefile <<'END'
all: a
a: b ; @echo A
b: a ; @echo B
END
as_make
recovers

good_project error-function
echo '$(error enough)' >>Makefile
as_make
recovers

good_project bad-option
tmake --no-such-option
exits 2
recovers

if [ "$(id -u)" -ne 0 ]; then
	good_project unreadable
	chmod 0 Makefile
	as_make
	chmod 644 Makefile
	recovers

	good_project unreadable-source
	chmod 0 in
	echo 'x' >>out
	rm out
	as_make
	chmod 644 in
	says <<'END'
OUT
END
fi

good_project folder-as-makefile
rm Makefile
mkdir Makefile
as_make
rmdir Makefile
recovers

# a recipe that fails, one that is killed
good_project failing
cat >Makefile <<'END'
all: fails killed missing
fails: ; @exit 3
killed: ; @kill -9 $$$$
missing: ; @no-such-program
END
as_make -k
as_make
recovers

# ---- the store ----

good_project corrupt
printf 'this is no data base, not at all' >.tmake/tmake.db
tmake
exits 0
said 'the store was damaged; set aside as .*/.tmake/tmake.db.corrupt-1'
said "Nothing to be done for 'all'"
ls .tmake/tmake.db.corrupt-1 >/dev/null || fail 'nothing is set aside'
echo 2 >in
says <<'END'
OUT
END
says <<'END'
tmake: Nothing to be done for 'all'.
END

good_project damaged-inside
dd if=/dev/urandom of=.tmake/tmake.db bs=1k seek=4 count=20 conv=notrunc 2>/dev/null
echo 2 >in
tmake
exits 0
[ "$(cat out)" = 2 ] || fail 'out is stale'
tmake
exits 0
says <<'END'
tmake: Nothing to be done for 'all'.
END

good_project truncated
: >.tmake/tmake.db
echo 2 >in
says <<'END'
OUT
END

# the version that SQLite keeps at byte 60 of its file
good_project newer-store
printf '\0\0\003\350' | dd of=.tmake/tmake.db bs=1 seek=60 conv=notrunc 2>/dev/null
cp .tmake/tmake.db "$tests/newer.db"
echo 2 >in
tmake
exits 0
said 'the store is of a newer tmake; set aside as .*/.tmake/tmake.db.newer-1'
said OUT
cmp "$tests/newer.db" .tmake/tmake.db.newer-1 || fail 'the newer store is not as it was'
says <<'END'
tmake: Nothing to be done for 'all'.
END

good_project store-is-a-file
rm -r .tmake
echo mine >.tmake
echo 2 >in
tmake
exits 0
said '.tmake cannot be used'
[ "$(cat out)" = 2 ] || fail 'out is stale'
[ "$(cat .tmake)" = mine ] || fail 'the file .tmake is lost'

if [ "$(id -u)" -ne 0 ]; then
	good_project store-not-writable
	chmod -R a-w .tmake
	echo 2 >in
	tmake
	exits 0
	said '.tmake cannot be used'
	[ "$(cat out)" = 2 ] || fail 'out is stale'
	chmod -R u+w .tmake

	# GNU make's rule by time stamps took over; the store speaks of an older state
	tmake
	exits 0
	[ "$(cat out)" = 2 ] || fail 'out is stale'
fi
finish
