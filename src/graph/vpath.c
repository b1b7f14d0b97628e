/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/vpath.h"

#include <stdlib.h>
#include <string.h>

#include "graph/file.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"

struct folders {
	VEC(const struct name *)
};

struct vpaths {
	struct files *files;    /* borrowed */
	struct folders general; /* VPATH */
	struct folders gpath;
};

/* where libraries are looked for at last; /usr/local/lib is Debian's addition */
static const char *const library_folders[] = { "/lib", "/usr/lib", "/usr/local/lib" };

/* a list of folders, parted by colons and blanks */
static void
split_folders(struct files *files, const char *variable, struct folders *out)
{
	struct makefile *mk = files->makefile;
	struct arena_mark mark = arena_mark(mk->scratch);
	const char *p = variable_value(mk, mk->globals, variable);
	while (*(p += strspn(p, ": \t\n"))) {
		size_t len = strcspn(p, ": \t\n"), kept = len;
		while (kept > 1 && p[kept - 1] == '/')
			kept--;
		if (kept != 1 || *p != '.')
			vec_push(out, name_intern(mk->names, p, kept));
		p += len;
	}
	arena_reset(mk->scratch, mark);
}

struct vpaths *
vpaths_new(struct files *files)
{
	struct vpaths *vpaths = xcalloc(1, sizeof *vpaths);
	vpaths->files = files;
	split_folders(files, "VPATH", &vpaths->general);
	split_folders(files, "GPATH", &vpaths->gpath);
	return vpaths;
}

void
vpaths_free(struct vpaths *vpaths)
{
	vec_release(&vpaths->general);
	vec_release(&vpaths->gpath);
	free(vpaths);
}

static bool
exists(const struct vpaths *vpaths, const char *path)
{
	const struct host *host = vpaths->files->makefile->host;
	struct host_stat st;
	return !host->stat(host->self, path, &st) && st.type != HOST_ABSENT;
}

static const struct name *
join(const struct vpaths *vpaths, const struct name *folder, const char *name)
{
	struct buf path = BUF_INIT;
	bool has_slash = folder->len && folder->text[folder->len - 1] == '/';
	buf_addf(&path, "%s%s%s", folder->text, has_slash ? "" : "/", name);
	const struct name *joined = name_intern(vpaths->files->makefile->names, path.data, path.len);
	buf_release(&path);
	return joined;
}

/*
 * A file that a makefile names counts as there, unless what we look for is a target and it is none: then it must
 * exist.
 */
static bool
is_candidate(const struct vpaths *vpaths, const struct name *path, bool for_target)
{
	const struct target *target = target_find(vpaths->files->makefile, path);
	if (target && (target->is_explicit || target->is_target) &&
	    (!for_target || target->is_target))
		return true;
	return exists(vpaths, path->text);
}

static const struct name *
search_folders(const struct vpaths *vpaths, const struct name *const *folders, size_t count,
               const struct name *name, bool for_target)
{
	for (size_t i = 0; i < count; i++) {
		const struct name *path = join(vpaths, folders[i], name->text);
		if (is_candidate(vpaths, path, for_target))
			return path;
	}
	return NULL;
}

static bool
pattern_matches(const struct vpath *vpath, const struct name *name)
{
	const struct name *pattern = vpath->pattern;
	if (vpath->percent >= pattern->len)
		return pattern == name;
	size_t tail = pattern->len - vpath->percent - 1;
	return name->len >= vpath->percent + tail &&
	       !memcmp(name->text, pattern->text, vpath->percent) &&
	       !memcmp(name->text + name->len - tail, pattern->text + vpath->percent + 1, tail);
}

const struct name *
vpath_search(struct vpaths *vpaths, const struct name *name)
{
	const struct rules *rules = &vpaths->files->makefile->rules;
	const struct name *found = NULL;
	if (*name->text == '/' || (!rules->vpaths.count && !vpaths->general.count))
		return NULL;
	const struct target *target = target_find(vpaths->files->makefile, name);
	bool for_target = target && target->is_target;
	for (size_t i = 0; !found && i < rules->vpaths.count; i++) {
		const struct vpath *vpath = rules->vpaths.at[i];
		if (pattern_matches(vpath, name))
			found = search_folders(vpaths, vpath->directories.at, vpath->directories.count,
			                       name, for_target);
	}
	return found ? found
	             : search_folders(vpaths, vpaths->general.at, vpaths->general.count, name,
	                              for_target);
}

bool
vpath_keeps(const struct vpaths *vpaths, const struct name *path, const struct name *name)
{
	if (path->len <= name->len + 1)
		return false;
	size_t len = path->len - name->len - 1;
	for (size_t i = 0; i < vpaths->gpath.count; i++) {
		const struct name *folder = vpaths->gpath.at[i];
		if (folder->len == len && !memcmp(folder->text, path->text, len))
			return true;
	}
	return false;
}

/* one pattern of .LIBPATTERNS */
static const struct name *
search_library_as(struct vpaths *vpaths, const char *pattern, size_t len, const char *library)
{
	struct names *names = vpaths->files->makefile->names;
	const char *percent = memchr(pattern, '%', len);
	struct buf text = BUF_INIT;
	const struct name *found = NULL;
	if (!percent)
		return NULL;
	buf_add(&text, pattern, (size_t)(percent - pattern));
	buf_adds(&text, library);
	buf_add(&text, percent + 1, len - (size_t)(percent - pattern) - 1);
	const struct name *name = name_intern(names, text.data, text.len);
	buf_release(&text);
	if (exists(vpaths, name->text))
		return name;
	found = vpath_search(vpaths, name);
	for (size_t i = 0; !found && i < sizeof library_folders / sizeof *library_folders; i++) {
		const struct name *path = join(vpaths, name_of(names, library_folders[i]), name->text);
		if (exists(vpaths, path->text))
			found = path;
	}
	return found;
}

const struct name *
vpath_search_library(struct vpaths *vpaths, const struct name *name)
{
	struct makefile *mk = vpaths->files->makefile;
	struct arena_mark mark = arena_mark(mk->scratch);
	const struct name *found = NULL;
	if (strncmp(name->text, "-l", 2))
		return NULL;
	const char *p = variable_value(mk, mk->globals, ".LIBPATTERNS");
	while (!found && *(p += strspn(p, " \t\n"))) {
		size_t len = strcspn(p, " \t\n");
		found = search_library_as(vpaths, p, len, name->text + 2);
		p += len;
	}
	arena_reset(mk->scratch, mark);
	return found;
}
