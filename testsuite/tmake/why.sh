#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --why: what it tells, and that it changes nothing.
. "${0%/*}/prelude.sh"

# why TARGET...: the answer is in $tests/said, its exit code 0, and nothing was changed
everything()
{
	find . -printf '%p %T@ %i %s %m %l\n' | sort
	find . -type f ! -name lock -exec cksum {} + | sort
}
why()
{
	everything >"$tests/before"
	tmake --why "$@"
	exits 0
	everything >"$tests/after"
	diff "$tests/before" "$tests/after" || fail "--why $* changed something"
}

project never-built
cat >Makefile <<'END'
all: out
out: in ; @echo OUT; cp in $@
END
echo 1 >in
why out
said '^out: run, because out does not exist (time stamps decide: no run of it is recorded)$'
[ ! -e .tmake ] || fail 'it made a store'
[ ! -e out ] || fail 'it ran something'

project chain
mkdir lib
cat >Makefile <<'END'
# line 1
CC = cc
prog: main.o
	@echo LINK; $(CC) $(LDFLAGS) -o $@ main.o
main.o: main.c gen.h
	@echo CC; $(CC) -Ilib -c -o $@ $<
gen.h: gen.in
	@echo GEN; cat gen.in extra >$@
END
echo '#define GEN 1' >gen.in
echo >extra
echo '#define DEEP 1' >lib/deep.h
printf '#include "gen.h"\n#include "deep.h"\nint main(void) { return GEN + DEEP; }\n' >main.c
why prog
tmake
why prog --why main.o
said '^prog: keep, because nothing that its last run saw changed$'
said '^main.o: keep, because nothing that its last run saw changed$'
said '^  its last run was because .*main.o does not exist'

echo '#define DEEP 2' >lib/deep.h
why main.o
said '^main.o: run, because lib/deep.h changed; read by cc1 (pid [0-9]*, `/.*cc1 .*`) in the recipe at Makefile:6$'
why prog
said '^prog: run, because its prerequisite main.o was made again'
said '^  main.o: run, because lib/deep.h changed; read by cc1 '
tmake
why prog --why main.o
said '^main.o: keep, '
said '^  its last run was because lib/deep.h changed; read by cc1 (pid [0-9]*, .*) in the recipe at Makefile:6$'

echo '#define MORE' >extra
why prog
said '^prog: run, because its prerequisite main.o was made again'
said '^  main.o: run, because its prerequisite gen.h was made again'
said '^    gen.h: run, because extra changed; read by cat (pid [0-9]*, `cat gen.in extra`) in the recipe at Makefile:8$'
tmake

echo '#define DEEP 3' >deep.h
why main.o
said '^main.o: run, because deep.h is there now; looked for by cc1 (pid '
rm deep.h
why main.o
said '^main.o: keep, '
rm lib/deep.h
why main.o
said '^main.o: run, because lib/deep.h is gone; read by cc1 (pid '
echo '#define DEEP 2' >lib/deep.h
why main.o
said '^main.o: keep, '

sed -i 's/^CC = cc/CC = gcc/' Makefile
why prog
said '^prog: run, because '
why main.o
said '^main.o: run, because its recipe changed$'
said '^ *-.*cc -Ilib'
said '^ *+.*gcc -Ilib'
tmake
why main.c
said '^main.c: no recipe makes it$'
tmake --why nothing-makes-it
exits 2
said "No rule to make target 'nothing-makes-it'.  Stop."

project recipe
cat >Makefile <<'END'
out: in ; @echo OUT; cat in *.part data/link >$@
lines: ; @echo LINES; wc -l data/* >$@
END
mkdir data
echo 1 >in
echo 1 >one.part
echo 1 >data/text
ln -s text data/link
tmake out lines
echo 2 >two.part
why out
said '^out: run, because other names are in .* now; listed by sh (pid [0-9]*, '
rm two.part
echo 2 >data/other
ln -sf other data/link
why out
said '^out: run, because data/link points elsewhere now; '
ln -sf text data/link
why out
said '^out: keep, '
why lines
said '^lines: run, because other names are in data now; listed by sh '
rm data/other out
why out
said '^out: run, because out, which it made, is gone'
finish
