/* SPDX-License-Identifier: GPL-3.0-or-later */
/* eval.c - statements to the model: variables here, rules in rule_line.c and rule_record.c. */
#include "parser/evaluation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/bug.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/file_list.h"
#include "parser/makefile.h"
#include "parser/quote.h"
#include "parser/statement.h"
#include "parser/variable.h"
#include "parser/words.h"

/* files: as many as GNU make may have open; texts: far from the end of the C stack */
enum { MAX_FILES = 1000, MAX_DEPTH = 2500 };

struct evaluation *
evaluation_of(struct makefile *mk)
{
	struct evaluation *e = mk->evaluation;

	if (e)
		return e;
	e = mk->evaluation = xcalloc(1, sizeof *e);
	e->default_goal = name_of(mk->names, ".DEFAULT_GOAL");
	e->makefile_list = name_of(mk->names, "MAKEFILE_LIST");
	if (!variable_find_here(mk->globals, e->default_goal))
		variable_set(mk, mk->globals, e->default_goal, "", 0, ORIGIN_FILE, false, NULL);
	variable_set(mk, mk->globals, e->makefile_list, "", 0, ORIGIN_FILE, false, NULL);
	return e;
}

static struct reading *
reading_new(void)
{
	struct reading *r = xcalloc(1, sizeof *r);

	buf_init(&r->plain);
	buf_init(&r->targets);
	buf_init(&r->text);
	buf_init(&r->pending.expanded);
	buf_init(&r->pending.recipe);
	return r;
}

static void
reading_free(struct reading *r)
{
	conditionals_release(&r->conditionals);
	buf_release(&r->plain);
	buf_release(&r->targets);
	buf_release(&r->text);
	buf_release(&r->pending.expanded);
	buf_release(&r->pending.recipe);
	vec_release(&r->pending.targets);
	vec_release(&r->pending.split);
	free(r);
}

void
evaluation_free(struct evaluation *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->levels.count; i++)
		reading_free(e->levels.at[i]);
	vec_release(&e->levels);
	vec_release(&e->loaded);
	free(e);
}

static void
pending_clear(struct pending_rule *p)
{
	p->has_targets = p->ignores_recipe = p->is_double_colon = p->is_grouped = false;
	p->static_pattern = NULL;
	p->prerequisites = NULL;
	p->targets.count = 0;
	buf_clear(&p->recipe);
}

struct reading *
reading_begin(struct makefile *mk, const struct loc *from, bool is_file)
{
	struct evaluation *e = evaluation_of(mk);

	if (is_file && e->file_depth == MAX_FILES) {
		makefile_fail(mk, from, "%s", strerror(EMFILE));
		return NULL;
	}
	if (e->depth == MAX_DEPTH) {
		makefile_fail(mk, from, "makefiles and $(eval) nest too deeply");
		return NULL;
	}
	if (e->depth == e->levels.count)
		vec_push(&e->levels, reading_new());
	struct reading *r = e->levels.at[e->depth++];
	e->file_depth += is_file;
	r->mk = mk;
	r->conditionals.count = 0;
	r->conditionals.is_skipping = r->is_in_skipped_define = false;
	pending_clear(&r->pending);
	return r;
}

/* cuts the blanks at both ends */
static const struct name *
strip_name(struct makefile *mk, const struct buf *text)
{
	const char *p = text->data;
	size_t len = text_strip(&p, text->len);

	return name_intern(mk->names, p, len);
}

/* NULL, and an error, where it comes to nothing */
static const struct name *
expand_name(struct makefile *mk, const char *text, size_t len, const struct loc *loc)
{
	const struct name *name;

	if (!memchr(text, '$', len) && len > 0 && !is_blank(text[len - 1])) {
		name = name_intern(mk->names, text, len);
	} else {
		cleanup_buf struct buf expanded = BUF_INIT;
		expand_text_n(mk, mk->scope, text, len, loc, &expanded);
		name = strip_name(mk, &expanded);
	}
	if (name->len > 0)
		return name;
	makefile_fail(mk, loc, "empty variable name");
	return NULL;
}

/* as strip_name does not: the name of an assignment keeps blanks that its expansion brought */
static const struct name *
expand_assigned_name(struct makefile *mk, const struct assignment_text *a, const struct loc *loc)
{
	cleanup_buf struct buf expanded = BUF_INIT;

	if (!memchr(a->name, '$', a->name_len) && a->name_len)
		return name_intern(mk->names, a->name, a->name_len);
	expand_text_n(mk, mk->scope, a->name, a->name_len, loc, &expanded);
	if (expanded.len)
		return name_intern(mk->names, expanded.data, expanded.len);
	makefile_fail(mk, loc, "empty variable name");
	return NULL;
}

static void
assign(struct makefile *mk, const struct name *name, const char *value,
       const struct modifiers *m, enum assignment op, const struct loc *loc)
{
	enum origin origin = m->is_override ? ORIGIN_OVERRIDE : ORIGIN_FILE;
	struct variable *v;

	if (!name || makefile_failed(mk))
		return;
	v = variable_assign(mk, mk->scope, name, value, origin, op, false, loc);
	if (m->exported != EXPORT_DEFAULT)
		v->exported = m->exported;
	v->is_private |= m->is_private;
}

static void
assignment_line(struct makefile *mk, const struct statement *s, const struct loc *loc)
{
	const struct name *name = expand_assigned_name(mk, &s->assignment, loc);

	assign(mk, name, s->assignment.value, &s->modifiers, s->assignment.assignment, loc);
}

static bool
is_word(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(text, word, n) == 0 && (len == n || is_blank(text[n]));
}

/* the line that ends a define; 0, or by how much the line changes the depth of nested ones */
static int
define_depth(struct reading *r, struct line *line, const struct loc *loc)
{
	const char *end = line->text + strlen(line->text);
	const char *p = skip_spaces(line->text, end);

	if (line->text[0] == r->mk->recipe_prefix)
		return 0;
	if (is_word(p, (size_t)(end - p), "define"))
		return 1;
	if (!is_word(p, (size_t)(end - p), "endef"))
		return 0;
	char *rest = line->text + (p - line->text) + 5;
	cleanup_free char *behind = xstrdup(rest);
	quote_cut_comment(behind);
	if (behind[strspn(behind, " \t\n\v\f\r")])
		makefile_warn(r->mk, loc, "extraneous text after 'endef' directive");
	return -1;
}

/* appends the lines up to the endef; false where there is none */
static bool
read_define(struct reading *r, const struct loc *start, struct buf *body)
{
	unsigned long first = r->reader.loc.line;
	int depth = 1;

	for (struct line line; reader_next(&r->reader, &line);) {
		struct loc loc = *start;
		loc.line += r->reader.loc.line - first;
		if (line.is_continued)
			quote_join_lines(line.text, r->mk->rules.posix);
		depth += define_depth(r, &line, &loc);
		if (depth == 0)
			return true;
		buf_adds(body, line.text);
		buf_addc(body, '\n');
	}
	makefile_fail(r->mk, start, "missing 'endef', unterminated 'define'");
	return false;
}

static void
define_line(struct reading *r, const struct statement *s, const struct loc *loc)
{
	struct makefile *mk = r->mk;
	struct assignment_text a;
	size_t len = strlen(s->text);
	enum assignment op = ASSIGN_RECURSIVE;
	cleanup_buf struct buf body = BUF_INIT;

	if (assignment_parse(s->text, len, &a)) {
		if (a.value_len)
			makefile_warn(mk, loc, "extraneous text after 'define' directive");
		op = a.assignment;
		len = a.name_len;
	}
	const struct name *name = expand_name(mk, s->text, len, loc);
	if (!name || !read_define(r, loc, &body))
		return;
	if (body.len)
		buf_truncate(&body, body.len - 1);
	assign(mk, name, body.data, &s->modifiers, op, loc);
}

static void
undefine_line(struct makefile *mk, const struct statement *s, const struct loc *loc)
{
	const struct name *name = expand_name(mk, s->text, strlen(s->text), loc);

	if (name && !makefile_failed(mk))
		variable_undefine(mk, mk->globals, name,
		                  s->modifiers.is_override ? ORIGIN_OVERRIDE : ORIGIN_FILE);
}

/* export NAMES, unexport NAMES; without names it is about all variables */
static void
export_line(struct makefile *mk, const struct statement *s, const struct loc *loc)
{
	bool exports = s->kind == STATEMENT_EXPORT;
	cleanup_buf struct buf names = BUF_INIT;

	if (!*s->text) {
		mk->rules.export_all = exports;
		return;
	}
	expand_text(mk, mk->scope, s->text, loc, &names);
	for (struct words w = words_in(names.data, names.len); words_next(&w);) {
		const struct name *name = name_intern(mk->names, w.word, w.len);
		struct variable *v = variable_find(mk, mk->scope, name);
		if (!v)
			v = variable_set(mk, mk->globals, name, "", 0, ORIGIN_FILE, false, loc);
		v->exported = exports ? EXPORT_YES : EXPORT_NO;
	}
}

struct name_sink {
	struct makefile *mk;
	struct names_list names;
};

static void
add_name(void *arg, const char *name, size_t len, bool is_wait)
{
	struct name_sink *list = arg;

	(void)is_wait;
	vec_push(&list->names, name_intern(list->mk->names, name, len));
}

/* include and load: the text is files */
static void
files_line(struct reading *r, const struct statement *s, const struct loc *loc)
{
	struct makefile *mk = r->mk;
	struct name_sink list = { .mk = mk };
	cleanup_buf struct buf text = BUF_INIT;
	bool optional = s->directive == DIRECTIVE_INCLUDE_OPTIONAL ||
	                s->directive == DIRECTIVE_LOAD_OPTIONAL;
	unsigned flags = MAKEFILE_SEARCH | (optional ? MAKEFILE_OPTIONAL : 0) |
	                 (r->sets_default_goal ? 0 : MAKEFILE_NOT_DEFAULT_GOAL);

	expand_text(mk, mk->scope, s->text, loc, &text);
	file_list_parse(mk, text.data, '\0', FILE_LIST_NO_ARCHIVE, add_name, &list);
	for (size_t i = 0; i < list.names.count && !makefile_failed(mk); i++) {
		if (s->kind == STATEMENT_INCLUDE)
			include_makefile(mk, list.names.at[i], flags, loc);
		else
			load_object(mk, list.names.at[i]->text, optional, loc);
	}
	vec_release(&list.names);
}

static void
vpath_drop(struct rules *rules, const struct name *pattern)
{
	size_t kept = 0;

	for (size_t i = 0; i < rules->vpaths.count; i++) {
		struct vpath *v = rules->vpaths.at[i];
		if (!pattern || v->pattern == pattern)
			vec_release(&v->directories);
		else
			rules->vpaths.at[kept++] = v;
	}
	rules->vpaths.count = kept;
}

static const char *
skip_to(const char *p, const char *end, bool separator)
{
	while (p < end && (is_blank(*p) || *p == ':') != separator)
		p++;
	return p;
}

static void
vpath_add(struct makefile *mk, const struct target_pattern *pattern, const char *text,
          const char *end)
{
	struct vpath *v = arena_alloc(mk->arena, sizeof *v);

	v->pattern = pattern->name;
	v->percent = pattern->percent;
	for (const char *p = skip_to(text, end, false); p < end; p = skip_to(p, end, false)) {
		const char *start = p;
		p = skip_to(p, end, true);
		size_t len = (size_t)(p - start);
		if (len > 1 && p[-1] == '/')
			len--;
		if (len > 1 || *start != '.')
			vec_push(&v->directories, name_intern(mk->names, start, len));
	}
	if (v->directories.count)
		vec_push(&mk->rules.vpaths, v);
}

/* vpath PATTERN DIRECTORIES; vpath PATTERN; vpath */
static void
vpath_line(struct makefile *mk, const struct statement *s, const struct loc *loc)
{
	cleanup_buf struct buf text = BUF_INIT;
	struct target_pattern pattern;

	expand_text(mk, mk->scope, s->text, loc, &text);
	const char *end = text.data + text.len;
	const char *word = skip_spaces(text.data, end);
	const char *behind = skip_word(word, end);
	if (word == end) {
		vpath_drop(&mk->rules, NULL);
		return;
	}
	const struct name *name = name_intern(mk->names, word, (size_t)(behind - word));
	if (!target_pattern_of(mk, name, &pattern))
		pattern.percent = pattern.name->len;
	behind = skip_spaces(behind, end);
	if (behind == end)
		vpath_drop(&mk->rules, pattern.name);
	else
		vpath_add(mk, &pattern, behind, end);
}

static void
recipe_line(struct pending_rule *p, const struct line *line, const struct statement *s)
{
	if (p->ignores_recipe)
		return;
	if (p->recipe.len == 0)
		p->recipe_loc = line->loc;
	buf_add(&p->recipe, s->text, line->len - 1);
	buf_addc(&p->recipe, '\n');
}

/* in a part that does not count only conditionals do, and where a define hides them */
static void
skipped_statement(struct reading *r, const struct statement *s, const struct loc *loc)
{
	if (s->kind == STATEMENT_DEFINE)
		r->is_in_skipped_define = true;
	else if (s->kind == STATEMENT_CONDITIONAL && !r->is_in_skipped_define)
		conditional_line(&r->conditionals, r->mk, s->directive, s->text, loc);
	else if (s->directive == DIRECTIVE_ENDEF && *s->text == '\0')
		r->is_in_skipped_define = false;
}

static void
statement(struct reading *r, struct line *line, const struct statement *s)
{
	struct makefile *mk = r->mk;
	const struct loc *loc = &line->loc;

	if (s->kind != STATEMENT_CONDITIONAL)
		rule_record(r);
	switch (s->kind) {
	case STATEMENT_ASSIGNMENT:
		assignment_line(mk, s, loc);
		break;
	case STATEMENT_DEFINE:
		define_line(r, s, loc);
		break;
	case STATEMENT_UNDEFINE:
		undefine_line(mk, s, loc);
		break;
	case STATEMENT_CONDITIONAL:
		conditional_line(&r->conditionals, mk, s->directive, s->text, loc);
		break;
	case STATEMENT_EXPORT:
	case STATEMENT_UNEXPORT:
		export_line(mk, s, loc);
		break;
	case STATEMENT_INCLUDE:
	case STATEMENT_LOAD:
		files_line(r, s, loc);
		break;
	case STATEMENT_VPATH:
		vpath_line(mk, s, loc);
		break;
	case STATEMENT_RULE:
		rule_line(r, line);
		break;
	case STATEMENT_STRAY_RECIPE:
		makefile_fail(mk, loc, "recipe commences before first target");
		break;
	case STATEMENT_EMPTY:
	case STATEMENT_RECIPE:
		break;
	}
}

static void
take_line(struct reading *r, struct line *line)
{
	struct statement s;
	struct statement_context context = {
		.recipe_prefix = r->mk->recipe_prefix,
		.posix = r->mk->rules.posix,
		.awaits_recipe = r->pending.has_targets || r->pending.ignores_recipe,
	};

	if (line->has_nul)
		makefile_warn(r->mk, &line->loc,
		              "warning: NUL character seen; rest of line ignored");
	statement_parse(line, &context, &r->plain, &s);
	if (r->conditionals.is_skipping)
		skipped_statement(r, &s, &line->loc);
	else if (s.kind == STATEMENT_RECIPE)
		recipe_line(&r->pending, line, &s);
	else if (s.kind != STATEMENT_EMPTY)
		statement(r, line, &s);
}

void
reading_run(struct reading *r, bool is_file)
{
	struct makefile *mk = r->mk;

	for (struct line line; !makefile_failed(mk) && reader_next(&r->reader, &line);)
		take_line(r, &line);
	if (!makefile_failed(mk) && r->conditionals.count > 0)
		makefile_fail(mk, &r->reader.loc, "missing 'endif'");
	if (!makefile_failed(mk))
		rule_record(r);
	mk->evaluation->depth--;
	mk->evaluation->file_depth -= is_file;
}

void
makefile_eval(struct makefile *mk, const char *text, size_t len, const struct loc *where)
{
	static const struct loc nowhere = { .line = 1 };

	if (makefile_failed(mk))
		return;
	struct reading *r = reading_begin(mk, where, false);
	if (!r)
		return;
	buf_clear(&r->text);
	buf_add(&r->text, text, len);
	reader_init_text(&r->reader, where ? where : &nowhere, r->text.data, len);
	r->sets_default_goal = true;
	reading_run(r, false);
}

const struct name *
makefile_default_goal(struct makefile *mk)
{
	struct name_sink list = { .mk = mk };
	struct arena_mark mark = arena_mark(mk->scratch);
	const char *value = variable_value(mk, mk->globals, ".DEFAULT_GOAL");
	const struct name *goal = name_of(mk->names, value);
	struct target *t = target_find(mk, goal);

	if (goal->len == 0) {
		goal = NULL;
	} else if (t) {
		goal = t->name;
	} else {
		char *copy = arena_dup(mk->scratch, value, strlen(value));
		file_list_parse(mk, copy, '\0', 0, add_name, &list);
		goal = list.names.count ? list.names.at[0] : NULL;
		if (list.names.count > 1)
			makefile_fail(mk, NULL, ".DEFAULT_GOAL contains more than one target");
	}
	vec_release(&list.names);
	arena_reset(mk->scratch, mark);
	return goal;
}
