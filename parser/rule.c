/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/rule.h"

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
	return name ? name->target : NULL;
}

struct target *
target_of(struct makefile *mk, const struct name *name)
{
	struct target *t = name->target;

	if (t)
		return t;
	t = arena_alloc(mk->arena, sizeof *t);
	t->name = name;
	name_bind_target(name, t);
	vec_push(&mk->rules.target_order, t);
	return t;
}

struct recipe *
recipe_new(struct makefile *mk, const char *text, size_t len, char prefix, const struct loc *loc)
{
	struct recipe *r = arena_alloc(mk->arena, sizeof *r);

	r->text = arena_dup(mk->arena, text, len);
	r->len = len;
	r->prefix = prefix;
	if (loc)
		r->loc = *loc;
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

/* the next line of the recipe, from `*p` on; NULL at its end */
static const char *
next_line(const struct recipe *r, bool one_shell, const char **p, size_t *len)
{
	const char *line = *p, *end = r->text + r->len, *stop;

	if (line == end && !(one_shell && line == r->text))
		return NULL;
	if (one_shell)
		stop = r->len && end[-1] == '\n' ? end - 1 : end;
	else
		stop = line_end(line, end);
	*len = (size_t)(stop - line);
	*p = stop < end ? stop + 1 : end;
	return line;
}

/*
 * One reference, behind its opening: a continued line in it and the blanks around become one
 * blank, for functions are not to see them as part of their text.  Returns what follows.
 */
static char *
join_reference(char *from, char **to, char open, char close)
{
	char *begin = *to, *out = *to;
	const char *first = from;
	for (int depth = 0; *from && !(*from == close && --depth < 0);) {
		if (from[0] != '\\' || from[1] != '\n') {
			depth += *from == open;
			*out++ = *from++;
			continue;
		}
		bool is_quoted = false;
		for (const char *p = from; p > first && p[-1] == '\\'; p--)
			is_quoted = !is_quoted;
		if (is_quoted) {
			*out++ = *from++;
			continue;
		}
		from += 2;
		while (is_blank(*from))
			from++;
		while (out > begin && is_blank(out[-1]))
			out--;
		*out++ = ' ';
	}
	*to = out;
	return from;
}

/* continued lines outside of references stay: they are the shell's */
static void
join_references(char *line)
{
	char *from = line, *to = line;
	while (*from) {
		bool is_reference = from[0] == '$' && (from[1] == '(' || from[1] == '{');
		if (from[0] == '$' && from[1])
			*to++ = *from++;
		char open = *from;
		*to++ = *from++;
		if (is_reference)
			from = join_reference(from, &to, open, open == '(' ? ')' : '}');
	}
	*to = '\0';
}

void
recipe_chop(struct makefile *mk, struct recipe *r)
{
	bool one_shell = mk->rules.one_shell;
	const char *line, *p = r->text;
	size_t len, i = 0;

	if (r->line_flags)
		return;
	while (next_line(r, one_shell, &p, &len)) {
		r->line_count++;
		if (one_shell)
			break;
	}
	r->lines = arena_alloc(mk->arena, (r->line_count + 1) * sizeof *r->lines);
	r->line_flags = arena_alloc(mk->arena, r->line_count + 1);
	for (p = r->text; (line = next_line(r, one_shell, &p, &len)); i++) {
		char *text = arena_dup(mk->arena, line, len);
		join_references(text);
		r->lines[i] = text;
		r->line_flags[i] = flags_of(r->lines[i]);
		r->any_flags |= r->line_flags[i];
		if (one_shell)
			break;
	}
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
	for (size_t i = 0; i < rules->patterns.count; i++) {
		vec_release(&rules->patterns.at[i]->prerequisites);
		vec_release(&rules->patterns.at[i]->targets);
	}
	for (size_t i = 0; i < rules->vpaths.count; i++)
		vec_release(&rules->vpaths.at[i]->directories);
	for (size_t i = 0; i < rules->groups.count; i++)
		vec_release(rules->groups.at[i]);
	vec_release(&rules->target_order);
	vec_release(&rules->patterns);
	vec_release(&rules->settings);
	vec_release(&rules->vpaths);
	vec_release(&rules->suffixes);
	vec_release(&rules->tmake_state);
	vec_release(&rules->tmake_ambient);
	vec_release(&rules->groups);
}
