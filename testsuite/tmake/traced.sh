#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever a recipe reads with is seen: static programs, grandchildren, mapped files, changed folders, threads.
. "${0%/*}/prelude.sh"

# traced NAME RECIPE: `out` reads deep/input; an edit of that is noticed
traced()
{
	project "$1"
	mkdir deep
	echo 1 >deep/input
	for file in "$tests"/*.prog; do
		[ ! -e "$file" ] || ln "$file" "$(basename "$file" .prog)"
	done
	printf 'out:\n\t@echo OUT; %s\n' "$2" >Makefile
	says <<'END'
OUT
END
	[ "$(cat out)" = 1 ] || fail 'the recipe does not do what the test wants'
	says <<'END'
tmake: 'out' is up to date.
END
	echo 2 >deep/input
	says <<'END'
OUT
END
	[ "$(cat out)" = 2 ] || fail 'out is stale'
	tmake --why out
	said "its last run was because deep/input changed; read by $3 "
}

cat >"$tests/copy.c" <<'END'
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void
copy_mapped(int in)
{
	struct stat st;
	fstat(in, &st);
	char *map = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, in, 0);
	if (map == MAP_FAILED || write(1, map, st.st_size) < 0)
		_exit(1);
}

static void *
copy_in_thread(void *name)
{
	copy_mapped(open(name, O_RDONLY));
	return NULL;
}

int
main(int argc, char **argv)
{
	pthread_t thread;
	if (argc > 2 && !strcmp(argv[2], "thread")) {
		pthread_create(&thread, NULL, copy_in_thread, argv[1]);
		pthread_join(thread, NULL);
	} else if (argc > 2 && !strcmp(argv[2], "at")) {
		copy_mapped(openat(open("deep", O_PATH), argv[1], O_RDONLY));
	} else {
		copy_mapped(open(argv[1], O_RDONLY));
	}
	return 0;
}
END
cc -pthread -o "$tests/copy.prog" "$tests/copy.c" || exit 99
cc -static -pthread -o "$tests/static.prog" "$tests/copy.c" 2>/dev/null || exit 99

traced by-shell 'read x <deep/input; echo $$x >$@' sh
traced by-child 'cat deep/input >$@' cat
traced by-grandchild "sh -c 'sh -c \"cat deep/input\"; :' >\$@" cat
traced in-pipe 'true | cat deep/input | cat >$@' cat
traced in-background 'cat deep/input >$@ & wait' cat
traced mapped './copy deep/input >$@' copy
traced static './static deep/input >$@' static
traced in-thread './copy deep/input thread >$@' copy
traced at-folder './copy input at >$@' copy
traced in-other-folder '(cd deep && cat input) >$@' cat
traced through-link 'ln -sf deep alias; cat alias/input >$@; rm alias' cat
traced dots 'cat deep/../deep/./input >$@' cat
traced absolute 'cat $(CURDIR)/deep/input >$@' cat
traced by-descriptor 'exec 5<deep/input; cat /dev/fd/5 >$@' sh
traced cleared-environment 'env -i /bin/cat deep/input >$@' cat
finish
