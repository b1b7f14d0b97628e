/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/root.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "store/store.h"

static const char *const version_control[] = { ".git", ".hg", ".svn", NULL };
static const char *const own[] = { STORE_FOLDER, NULL };

static bool
has_one_of(const char *directory, const char *const *names)
{
	struct buf path = BUF_INIT;
	bool found = false;
	for (; *names && !found; names++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%s", directory, *names);
		found = !access(path.data, F_OK);
	}
	buf_release(&path);
	return found;
}

/* the nearest folder upwards; NULL where there is none */
static char *
nearest(const char *directory, const char *const *names)
{
	char *path = xstrdup(directory);
	while (*path) {
		if (has_one_of(path, names))
			return path;
		*strrchr(path, '/') = '\0';
	}
	free(path);
	return NULL;
}

char *
root_of(const char *directory)
{
	const char *given = getenv("TMAKE_ROOT");
	char *real = given && *given ? realpath(given, NULL) : NULL;
	if (!real)
		real = nearest(directory, own);
	if (!real)
		real = nearest(directory, version_control);
	return real ? real : xstrdup(directory);
}
