/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/rule.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/name.h"
#include "parser/file_list.h"
#include "parser/makefile.h"
#include "parser/words.h"

struct target *
target_find(const struct makefile *mk, const struct name *name)
{
	const char *text = name->text;
	size_t len = file_list_strip(&text, name->len);

	if (text != name->text)
		name = name_find(mk->names, text, len);
	return name ? map_get(&mk->rules.targets, name) : NULL;
}

struct target *
target_of(struct makefile *mk, const struct name *name)
{
	struct target *t = map_get(&mk->rules.targets, name);

	if (t)
		return t;
	t = arena_alloc(mk->arena, sizeof *t);
	t->name = name;
	map_put(&mk->rules.targets, name, t);
	vec_push(&mk->rules.target_order, t);
	return t;
}

struct recipe *
recipe_new(struct rules *rules, const char *text, size_t len, char prefix, const struct loc *loc)
{
	struct recipe *r = xcalloc(1, sizeof *r);

	r->text = xstrndup(text, len);
	r->len = len;
	r->prefix = prefix;
	if (loc)
		r->loc = *loc;
	vec_push(&rules->recipes, r);
	return r;
}

struct rule *
rule_new(struct makefile *mk)
{
	struct rule *r = arena_alloc(mk->arena, sizeof *r);

	vec_push(&mk->rules.all, r);
	return r;
}

/* the newline that ends the recipe line at `p`, or the end of the text */
static const char *
line_end(const char *p, const char *end)
{
	const char *from = p;

	for (;;) {
		const char *newline = memchr(from, '\n', (size_t)(end - from));
		if (!newline)
			return end;
		const char *b = newline;
		while (b > p && b[-1] == '\\')
			b--;
		if ((newline - b) % 2 == 0)
			return newline;
		from = newline + 1;
	}
}

static unsigned char
flags_of(const char *line)
{
	unsigned char flags = 0;
	const char *p = line;

	for (; is_blank(*p) || *p == '-' || *p == '@' || *p == '+'; p++) {
		if (*p == '+')
			flags |= RECIPE_RECURSE;
		else if (*p == '@')
			flags |= RECIPE_SILENT;
		else if (*p == '-')
			flags |= RECIPE_IGNORE;
	}
	if (strstr(p, "$(MAKE)") || strstr(p, "${MAKE}"))
		flags |= RECIPE_RECURSE;
	return flags;
}

static void
add_line(struct recipe *r, size_t *room, const char *text, size_t len)
{
	if (r->line_count == *room) {
		*room = *room * 2 + 2;
		r->lines = xrealloc(r->lines, *room * sizeof *r->lines);
	}
	r->lines[r->line_count++] = xstrndup(text, len);
}

void
recipe_chop(struct recipe *r, bool one_shell)
{
	const char *end = r->text + r->len;
	size_t room = 0;

	if (r->line_flags)
		return;
	if (one_shell)
		add_line(r, &room, r->text, r->len - (r->len && end[-1] == '\n'));
	for (const char *p = r->text; p < end && !one_shell;) {
		const char *stop = line_end(p, end);
		add_line(r, &room, p, (size_t)(stop - p));
		p = stop < end ? stop + 1 : end;
	}
	r->line_flags = xcalloc(r->line_count + 1, 1);
	for (size_t i = 0; i < r->line_count; i++) {
		r->line_flags[i] = flags_of(r->lines[i]);
		r->any_flags |= r->line_flags[i];
	}
}

static void
recipe_free(struct recipe *r)
{
	for (size_t i = 0; i < r->line_count; i++)
		free(r->lines[i]);
	free(r->lines);
	free(r->line_flags);
	free(r->text);
	free(r);
}

struct prerequisite_sink {
	struct names *names;
	struct prerequisites *out;
	bool order_only;
};

static void
add_prerequisite(void *arg, const char *name, size_t len, bool is_wait)
{
	struct prerequisite_sink *sink = arg;
	struct prerequisite p = {
		.name = name_intern(sink->names, name, len),
		.order_only = sink->order_only,
		.is_wait = is_wait,
	};
	vec_push(sink->out, p);
}

void
prerequisites_split(struct makefile *mk, char *text, struct prerequisites *out)
{
	struct prerequisite_sink sink = { .names = mk->names, .out = out };
	char *rest = file_list_parse(mk, text, '|', FILE_LIST_WAIT, add_prerequisite, &sink);

	sink.order_only = true;
	if (*rest)
		file_list_parse(mk, rest + 1, '\0', FILE_LIST_WAIT, add_prerequisite, &sink);
}

void
rules_release(struct rules *rules)
{
	for (size_t i = 0; i < rules->recipes.count; i++)
		recipe_free(rules->recipes.at[i]);
	for (size_t i = 0; i < rules->all.count; i++)
		vec_release(&rules->all.at[i]->prerequisites);
	for (size_t i = 0; i < rules->target_order.count; i++)
		vec_release(&rules->target_order.at[i]->rules);
	for (size_t i = 0; i < rules->patterns.count; i++) {
		vec_release(&rules->patterns.at[i]->prerequisites);
		vec_release(&rules->patterns.at[i]->targets);
	}
	for (size_t i = 0; i < rules->vpaths.count; i++)
		vec_release(&rules->vpaths.at[i]->directories);
	for (size_t i = 0; i < rules->groups.count; i++)
		vec_release(rules->groups.at[i]);
	map_release(&rules->targets);
	vec_release(&rules->target_order);
	vec_release(&rules->patterns);
	vec_release(&rules->settings);
	vec_release(&rules->vpaths);
	vec_release(&rules->suffixes);
	vec_release(&rules->tmake_state);
	vec_release(&rules->tmake_ambient);
	vec_release(&rules->recipes);
	vec_release(&rules->all);
	vec_release(&rules->groups);
}
