/* SPDX-License-Identifier: GPL-3.0-or-later */
/* include.c - makefiles and loadable objects: found, read, remembered. */
#include "parser/evaluation.h"

#include <errno.h>
#include <string.h>

#include "parser/base/name.h"
#include "parser/glob.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"

/* looks in the include folders; `path` becomes what was found or was in the way */
static int
search(struct makefile *mk, const char *name, struct buf *path, struct buf *content)
{
	for (const char *const *d = mk->options.include_dirs; d && *d; d++) {
		cleanup_buf struct buf candidate = BUF_INIT;
		buf_addf(&candidate, "%s/%s", *d, name);
		int error = mk->host->read_file(mk->host->self, candidate.data, content);
		if (error == -ENOENT)
			continue;
		buf_clear(path);
		buf_add(path, candidate.data, candidate.len);
		return error;
	}
	return -ENOENT;
}

static int
find_and_read(struct makefile *mk, unsigned flags, struct buf *path, struct buf *content)
{
	int error = mk->host->read_file(mk->host->self, path->data, content);

	if (error == -ENOENT && (flags & MAKEFILE_SEARCH) && path->data[0] != '/') {
		cleanup_buf struct buf name = BUF_INIT;
		buf_add(&name, path->data, path->len);
		error = search(mk, name.data, path, content);
	}
	return error;
}

static void
remember(struct makefile *mk, const struct name *path, unsigned flags, const struct loc *from,
         int error)
{
	struct makefile_source source = {
		.path = path,
		.error = -error,
		.is_optional = flags & MAKEFILE_OPTIONAL,
		.is_from_environment = flags & MAKEFILE_FROM_MAKEFILES,
		.not_a_default_goal = flags & MAKEFILE_NOT_DEFAULT_GOAL,
	};
	if (from)
		source.included_from = *from;
	vec_push(&mk->sources, source);
}

/* what was opened but could not be read, or could not be opened for want of means, is the end */
static bool
is_fatal(struct makefile *mk, const char *path, const struct loc *from, int error)
{
	switch (-error) {
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		makefile_fail(mk, from, "%s", strerror(-error));
		return true;
	case EISDIR:
	case EIO:
		makefile_fail(mk, NULL, "%s: %s", path, strerror(-error));
		return true;
	default:
		return false;
	}
}

/* the target's name if the path is one, for a leading ./ makes no difference */
static const struct name *
enter(struct makefile *mk, const struct buf *path)
{
	const struct name *name = name_intern(mk->names, path->data, path->len);
	struct target *t = target_find(mk, name);

	if (!t)
		t = target_of(mk, name);
	t->is_explicit = true;
	return t->name;
}

static int
read_makefile(struct makefile *mk, const struct name *shown, struct buf *path, unsigned flags,
              const struct loc *from)
{
	cleanup_buf struct buf content = BUF_INIT;
	struct reading *r = reading_begin(mk, from, true);

	if (!r)
		return -EMFILE;
	int error = find_and_read(mk, flags, path, &content);
	const struct name *name = enter(mk, path);
	remember(mk, name, flags, from, error);
	if (!is_fatal(mk, shown->text, from, error) && error == 0) {
		struct loc start = { .file = shown, .line = 1 };
		variable_append_verbatim(mk, mk->evaluation->makefile_list, name->text, &start);
	} else {
		buf_clear(&content);
	}
	reader_init_file(&r->reader, shown, &content);
	r->sets_default_goal = !(flags & MAKEFILE_NOT_DEFAULT_GOAL);
	reading_run(r, true);
	return error;
}

void
include_makefile(struct makefile *mk, const struct name *name, unsigned flags,
                 const struct loc *from)
{
	cleanup_buf struct buf path = BUF_INIT;

	buf_add(&path, name->text, name->len);
	read_makefile(mk, name, &path, flags, from);
}

int
makefile_read(struct makefile *mk, const char *name, unsigned flags)
{
	cleanup_buf struct buf path = BUF_INIT;

	if (makefile_failed(mk))
		return 0;
	if (flags & MAKEFILE_FROM_MAKEFILES)
		flags |= MAKEFILE_SEARCH | MAKEFILE_OPTIONAL | MAKEFILE_NOT_DEFAULT_GOAL;
	if (!glob_tilde(mk, mk->globals, name, &path))
		buf_adds(&path, name);
	return read_makefile(mk, name_of(mk->names, name), &path, flags, NULL);
}
