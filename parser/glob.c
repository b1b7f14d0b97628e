/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/glob.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/base/vec.h"
#include "parser/expansion.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"

struct directory {
	VEC(const char *) /* names, owned by the arena of all */
};

struct directories {
	struct arena *arena;
	struct map by_path;
};

struct directories *
directories_new(void)
{
	struct directories *all = xcalloc(1, sizeof *all);
	all->arena = arena_new();
	return all;
}

static void
clear(struct directories *all)
{
	const void *path;
	void *value;
	for (size_t i = 0; map_next(&all->by_path, &i, &path, &value);) {
		struct directory *d = value;
		vec_release(d);
	}
	map_release(&all->by_path);
	arena_free(all->arena);
}

void
directories_free(struct directories *all)
{
	if (all)
		clear(all);
	free(all);
}

void
directory_forget(struct makefile *mk)
{
	struct directories *all = mk->expansion->directories;
	if (!all->by_path.count)
		return;
	clear(all);
	all->arena = arena_new();
}

struct listing {
	struct directory *directory;
	struct arena *arena;
};

static void
add_name(void *arg, const char *name)
{
	struct listing *l = arg;
	const char *copy = arena_dup(l->arena, name, strlen(name));
	vec_push(l->directory, copy);
}

static const struct directory *
directory_of(struct makefile *mk, const char *path)
{
	struct directories *all = mk->expansion->directories;
	const struct name *name = name_of(mk->names, path);
	struct directory *d = map_get(&all->by_path, name);
	if (d)
		return d;
	d = arena_alloc(all->arena, sizeof *d);
	map_put(&all->by_path, name, d);
	struct listing l = { d, all->arena };
	if (mk->host->list(mk->host->self, path, add_name, &l) == 0) {
		add_name(&l, ".");
		add_name(&l, "..");
	}
	return d;
}

bool
glob_is_pattern(const char *text)
{
	return strpbrk(text, "*?[");
}

static bool
exists(struct makefile *mk, const char *path)
{
	struct host_stat st;
	if (mk->host->exists)
		return mk->host->exists(mk->host->self, path);
	return mk->host->stat(mk->host->self, path, &st) == 0 && st.type != HOST_ABSENT;
}

struct search {
	struct makefile *mk;
	struct buf path; /* what is fixed so far */
	bool marks_directories; /* the pattern ended in a slash */
	bool only_directories;  /* and its last part has wildcards */
	struct {
		VEC(char *)
	} found; /* owned */
};

/* a part without wildcards, its backslashes taken away */
static void
add_unescaped(struct buf *out, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		buf_addc(out, *p);
	}
}

static bool
is_directory(struct makefile *mk, const char *path)
{
	struct host_stat st;
	return mk->host->stat(mk->host->self, path, &st) == 0 && st.type == HOST_DIRECTORY;
}

static void
found(struct search *s)
{
	if (s->marks_directories && is_directory(s->mk, s->path.data))
		buf_addc(&s->path, '/');
	else if (s->only_directories)
		return;
	char *copy = xstrndup(s->path.data, s->path.len);
	vec_push(&s->found, copy);
}

static void
search(struct search *s, const char *rest, bool must_look);

/* all names of a directory that match a part, then what comes behind it */
static void
search_matching(struct search *s, const char *part, const char *end)
{
	size_t before = s->path.len;
	const struct directory *d = directory_of(s->mk, before ? s->path.data : ".");
	char *pattern = xstrndup(part, (size_t)(end - part));
	for (size_t i = 0; i < d->count; i++) {
		if (fnmatch(pattern, d->at[i], FNM_PERIOD) != 0)
			continue;
		buf_adds(&s->path, d->at[i]);
		search(s, end, false);
		buf_truncate(&s->path, before);
	}
	free(pattern);
}

static bool
has_wildcard(const char *p, const char *end)
{
	for (; p < end; p++)
		if (*p == '*' || *p == '?' || *p == '[')
			return true;
		else if (*p == '\\' && p + 1 < end)
			p++;
	return false;
}

static void
search(struct search *s, const char *rest, bool must_look)
{
	size_t before = s->path.len;
	while (*rest == '/') {
		buf_addc(&s->path, *rest++);
		must_look = true;
	}
	const char *end = strchrnul(rest, '/');
	if (has_wildcard(rest, end)) {
		search_matching(s, rest, end);
	} else if (*rest) {
		add_unescaped(&s->path, rest, end);
		search(s, end, true);
	} else if (!must_look || exists(s->mk, s->path.data)) {
		found(s);
	}
	buf_truncate(&s->path, before);
}

static int
compare(const void *left, const void *right)
{
	return strcoll(*(char *const *)left, *(char *const *)right);
}

/* $(HOME) counts before what the system knows */
static bool
add_home(struct makefile *mk, struct scope *scope, struct buf *out)
{
	const struct host *host = mk->host;
	bool warns = mk->options.warn_undefined_variables;
	struct arena_mark mark = arena_mark(mk->scratch);
	mk->options.warn_undefined_variables = false;
	const char *home = variable_value(mk, scope, "HOME");
	mk->options.warn_undefined_variables = warns;
	if (!*home && host->get_env)
		home = host->get_env(host->self, "HOME");
	bool is_known = home && *home;
	if (is_known)
		buf_adds(out, home);
	arena_reset(mk->scratch, mark);
	return is_known || (host->home && host->home(host->self, "", out) == 0);
}

bool
glob_tilde(struct makefile *mk, struct scope *scope, const char *word, struct buf *out)
{
	const struct host *host = mk->host;
	if (*word != '~')
		return false;
	const char *end = strchrnul(word, '/');
	size_t begin = out->len;
	bool is_known;
	if (end == word + 1) {
		is_known = add_home(mk, scope, out);
	} else {
		char *user = xstrndup(word + 1, (size_t)(end - word - 1));
		is_known = host->home && host->home(host->self, user, out) == 0;
		free(user);
	}
	if (!is_known) {
		buf_truncate(out, begin);
		return false;
	}
	buf_adds(out, end);
	return true;
}

/*
 * What glob(3) makes of slashes: those at the end ask for directories, and two at the start are
 * one if what is next to them is all of the pattern or has wildcards.
 */
static const char *
take_slashes(struct search *s, char *pattern)
{
	size_t len = strlen(pattern);
	size_t leading = strspn(pattern, "/");
	if (leading == len)
		return pattern + (len > 1);
	while (pattern[len - 1] == '/') {
		pattern[--len] = '\0';
		s->marks_directories = true;
	}
	const char *last = memrchr(pattern, '/', len);
	s->only_directories = s->marks_directories && has_wildcard(last ? last : pattern,
	                                                           pattern + len);
	const char *end = strchrnul(pattern + leading, '/');
	bool is_one = leading == 2 && (!*end || has_wildcard(pattern, end));
	return pattern + is_one;
}

/* "lib(member)": where the ( stands, else NULL */
static const char *
archive_member(const char *word)
{
	size_t len = strlen(word);
	const char *open = strchr(word, '(');
	return open && open > word && len > 2 && word[len - 1] == ')' && open + 2 < word + len
	               ? open
	               : NULL;
}

static char *
copy_until(const char *text, const char *end)
{
	return end ? xstrndup(text, (size_t)(end - text)) : xstrdup(text);
}

static void
glob_path(struct makefile *mk, const char *word, const char *member, unsigned flags,
          void (*each)(void *arg, const char *name, size_t len), void *arg)
{
	struct search s = { .mk = mk, .path = BUF_INIT };
	char *pattern = copy_until(word, member);
	if (*pattern)
		search(&s, take_slashes(&s, pattern), true);
	if (s.found.count)
		qsort(s.found.at, s.found.count, sizeof *s.found.at, compare);
	else if (!(flags & GLOB_EXISTING))
		vec_push(&s.found, copy_until(word, member));
	for (size_t i = 0; i < s.found.count; i++) {
		buf_clear(&s.path);
		buf_adds(&s.path, s.found.at[i]);
		buf_adds(&s.path, member ? member : "");
		each(arg, s.path.data, s.path.len);
		free(s.found.at[i]);
	}
	free(pattern);
	vec_release(&s.found);
	buf_release(&s.path);
}

void
glob_word(struct makefile *mk, struct scope *scope, const char *word, unsigned flags,
          void (*each)(void *arg, const char *name, size_t len), void *arg)
{
	struct pooled_buf *expanded = buf_take(mk->expansion);
	if (glob_tilde(mk, scope, word, &expanded->buf))
		word = expanded->buf.data;
	if (!(flags & GLOB_EXISTING) && !glob_is_pattern(word))
		each(arg, word, strlen(word));
	else
		glob_path(mk, word, archive_member(word), flags, each, arg);
	buf_give(mk->expansion, expanded);
}
