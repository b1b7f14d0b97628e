/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/path.h"

#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"

static void
drop_component(struct buf *path)
{
	const char *slash = strrchr(path->data, '/');
	if (slash)
		buf_truncate(path, (size_t)(slash - path->data));
}

char *
path_clean(const char *path)
{
	struct buf clean = BUF_INIT;
	while (*path) {
		size_t len = strcspn(path, "/");
		if (len == 2 && !memcmp(path, "..", 2)) {
			drop_component(&clean);
		} else if (len && !(len == 1 && *path == '.')) {
			buf_addc(&clean, '/');
			buf_add(&clean, path, len);
		}
		path += len;
		path += strspn(path, "/");
	}
	if (!clean.len)
		buf_addc(&clean, '/');
	return buf_steal(&clean, NULL);
}

bool
path_is_below(const char *path, const char *directory)
{
	size_t len = strlen(directory);
	if (len == 1)
		return true;
	return !strncmp(path, directory, len) && (!path[len] || path[len] == '/');
}

const char *
path_base(const char *path)
{
	return strrchr(path, '/') + 1;
}
