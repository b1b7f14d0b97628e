/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/automatic.h"

#include <stdlib.h>
#include <string.h>

#include "graph/file.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"

static void
set(struct files *files, struct step *step, const char *name, const char *value, size_t len)
{
	struct makefile *mk = files->makefile;
	variable_set(mk, step_scope(files, step), name_of(mk->names, name), value, len,
	             ORIGIN_AUTOMATIC, false, NULL);
}

/* lib(member): the two parts; false where the path is no member of an archive */
static bool
split_member(const char *path, size_t *lib_len, const char **member, size_t *member_len)
{
	size_t len = strlen(path);
	const char *paren = strchr(path, '(');
	if (!paren || paren == path || path[len - 1] != ')')
		return false;
	*lib_len = (size_t)(paren - path);
	*member = paren + 1;
	*member_len = len - *lib_len - 2;
	return true;
}

/* what a prerequisite is called in a recipe: of an archive's member, the member alone */
static void
add_word(struct buf *out, const char *path)
{
	size_t lib_len, len = strlen(path);
	const char *member;
	if (split_member(path, &lib_len, &member, &len))
		path = member;
	if (out->len)
		buf_addc(out, ' ');
	buf_add(out, path, len);
}

static void
set_target(struct files *files, struct step *step)
{
	const char *path = step->file->path, *member;
	size_t lib_len, member_len;
	if (split_member(path, &lib_len, &member, &member_len)) {
		set(files, step, "@", path, lib_len);
		set(files, step, "%", member, member_len);
	} else {
		set(files, step, "@", path, strlen(path));
		set(files, step, "%", "", 0);
	}
}

/* $* of an explicit rule: the target without a suffix that .SUFFIXES knows */
static size_t
known_suffix_stem(const struct files *files, const char *path)
{
	const struct names_list *suffixes = &files->makefile->rules.suffixes;
	size_t len = strlen(path);
	for (size_t i = 0; i < suffixes->count; i++) {
		const struct name *suffix = suffixes->at[i];
		if (len > suffix->len && !strcmp(path + len - suffix->len, suffix->text))
			return len - suffix->len;
	}
	return 0;
}

static void
set_stem(struct files *files, struct step *step)
{
	const char *name = step->file->name->text, *member;
	size_t lib_len, member_len;
	if (step->stem) {
		set(files, step, "*", step->stem->text, step->stem->len);
		return;
	}
	if (split_member(name, &lib_len, &member, &member_len)) {
		char *copy = xstrndup(member, member_len);
		set(files, step, "*", copy, known_suffix_stem(files, copy));
		free(copy);
	} else {
		set(files, step, "*", name, known_suffix_stem(files, name));
	}
}

struct lists {
	struct buf plus, caret, newer, bar; /* $+ $^ $? $| */
	const char *first;                  /* $< */
};

static void
add_dependency(struct lists *lists, const struct dependency *d, struct map *seen)
{
	const char *path = d->file->path;
	if (d->order_only) {
		add_word(&lists->bar, path);
		return;
	}
	if (!lists->first)
		lists->first = path;
	add_word(&lists->plus, path);
	if (map_get(seen, d->file))
		return;
	map_put(seen, d->file, d->file);
	add_word(&lists->caret, path);
	if (d->changed)
		add_word(&lists->newer, path);
}

/* a file that is both kinds of prerequisite is a normal one */
static bool
is_normal_too(const struct dependencies *all, const struct file *file)
{
	for (size_t i = 0; i < all->count; i++)
		if (!all->at[i].order_only && all->at[i].file == file)
			return true;
	return false;
}

static void
set_lists(struct files *files, struct step *step)
{
	struct lists lists = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, NULL };
	struct buf first = BUF_INIT;
	struct map seen = MAP_INIT;
	for (size_t i = 0; i < step->dependencies.count; i++) {
		const struct dependency *d = &step->dependencies.at[i];
		if (d->is_traced)
			continue;
		if (!d->order_only || !is_normal_too(&step->dependencies, d->file))
			add_dependency(&lists, d, &seen);
	}
	if (lists.first)
		add_word(&first, lists.first);
	set(files, step, "<", first.data, first.len);
	set(files, step, "+", lists.plus.data, lists.plus.len);
	set(files, step, "^", lists.caret.data, lists.caret.len);
	set(files, step, "?", lists.newer.data, lists.newer.len);
	set(files, step, "|", lists.bar.data, lists.bar.len);
	buf_release(&first);
	buf_release(&lists.plus);
	buf_release(&lists.caret);
	buf_release(&lists.newer);
	buf_release(&lists.bar);
	map_release(&seen);
}

void
automatic_set(struct files *files, struct step *step)
{
	set_target(files, step);
	set_stem(files, step);
	set_lists(files, step);
}

void
automatic_set_inert(struct files *files, struct step *step)
{
	struct makefile *mk = files->makefile;
	automatic_set(files, step);
	const struct variable *all =
		variable_find_here(step_scope(files, step), name_of(mk->names, "^"));
	char *value = xstrndup(all->value, all->value_len);
	set(files, step, "?", value, strlen(value));
	free(value);
}
