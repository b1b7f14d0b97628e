/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_line.c - a line that is no directive.
 *
 * It cannot be expanded whole, for what stands behind the colon may be a target-specific
 * variable.  So it is expanded word by word until a colon turns up (GNU make manual, "How
 * Makefiles Are Parsed").  A line without $ before its colon needs none of that.
 */
#include "parser/evaluation.h"

#include <string.h>

#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/file_list.h"
#include "parser/makefile.h"
#include "parser/quote.h"
#include "parser/special.h"
#include "parser/statement.h"
#include "parser/target_scope.h"
#include "parser/variable.h"
#include "parser/words.h"

/* the parts of the line as they are found */
struct parts {
	struct reading *reading;
	struct makefile *mk;
	struct line *line;
	const char *recipe;  /* behind the semicolon, or NULL */
	char *semicolon;     /* where it was in the line (a NUL now), or NULL */
	char *targets;       /* up to the colon, a NUL now */
	char *expanded;      /* behind the colon: what has been expanded already, */
	char *unexpanded;    /* then what has not; both may be empty */
	bool is_grouped, is_double_colon;
};

enum word_kind { WORD_END, WORD_COLON, WORD_OTHER };

/* the operator at `p`, which is no part of a word; its length or 0 */
static size_t
operator_length(const char *p, enum word_kind *kind)
{
	*kind = WORD_OTHER;
	if (*p == ';' || *p == '=')
		return 1;
	if (p[0] == ':' && p[1] == '=')
		return 2;
	if (p[0] == ':' && p[1] == ':' && p[2] && p[3] == '=')
		return 3;
	if ((*p == '+' || *p == '?' || *p == '!') && p[1] == '=')
		return 2;
	*kind = WORD_COLON;
	if (*p == ':')
		return p[1] == ':' ? 2 : 1;
	if (p[0] == '&' && p[1] == ':')
		return p[2] == ':' ? 3 : 2;
	*kind = WORD_OTHER;
	return 0;
}

static bool
ends_word(const char *p)
{
	return *p == '\0' || is_space(*p) || *p == '=' || *p == ':' ||
	       ((*p == '?' || *p == '+') && p[1] == '=') || (*p == '&' && p[1] == ':');
}

/* a $ and what it refers to; unlike elsewhere, $$ and an open parenthesis are taken literally */
static const char *
skip_reference(const char *p)
{
	char open = p[1], close;
	int depth = 0;

	if (open == '\0')
		return p + 1;
	p += 2;
	if (open != '(' && open != '{')
		return p;
	close = open == '(' ? ')' : '}';
	for (; *p; p++) {
		if (*p == open)
			depth++;
		else if (*p == close && --depth < 0)
			return p + 1;
	}
	return p;
}

/* moves `*p` to the next word or operator; its length is 0 at the end only */
static enum word_kind
next_word(char **p, size_t *len)
{
	enum word_kind kind;

	while (is_space(**p))
		++*p;
	*len = 0;
	if (**p == '\0')
		return WORD_END;
	*len = operator_length(*p, &kind);
	if (*len)
		return kind;
	const char *end = *p;
	do {
		if (*end == '$')
			end = skip_reference(end);
		else if (*end == '\\' && end[1] && strchr(":;=\\", end[1]))
			end += 2;
		else
			end++;
	} while (!ends_word(end));
	*len = (size_t)(end - *p);
	return WORD_OTHER;
}

/* cuts the line at its semicolon or comment, whichever is first */
static void
cut_recipe(struct parts *p)
{
	char *stop = quote_find(p->line->text, ";#", QUOTE_SKIP_REFERENCES);

	if (!stop)
		return;
	if (*stop == ';') {
		p->semicolon = stop;
		p->recipe = stop + 1;
	}
	*stop = '\0';
}

static void
take_colon(struct parts *p, char *start, char *colon)
{
	p->is_grouped = colon > start && colon[-1] == '&';
	colon[p->is_grouped ? -1 : 0] = '\0';
	colon++;
	p->is_double_colon = *colon == ':';
	p->expanded = colon + p->is_double_colon;
}

/* the colon of a line that has neither $ nor a quote nor an operator before it */
static bool
find_plain_colon(struct parts *p)
{
	char *text = p->line->text;
	char *colon = text + strcspn(text, ":$\\=;");

	if (*colon != ':')
		return false;
	p->targets = text;
	take_colon(p, text, colon);
	p->unexpanded = p->expanded;
	p->expanded = colon;
	*colon = '\0';
	return true;
}

/* a semicolon that an expansion brought: all the rest of the line is expanded and belongs to it */
static void
take_expanded_semicolon(struct parts *p, struct buf *out, size_t start, char **rest)
{
	char *semicolon = quote_find(out->data + start, ";", 0);

	out->len = start + strlen(out->data + start);
	if (!semicolon)
		return;
	size_t at = (size_t)(semicolon - out->data);
	*semicolon = '\0';
	expand_text(p->mk, p->mk->scope, *rest, &p->line->loc, out);
	*rest += strlen(*rest);
	p->recipe = out->data + at + 1;
}

static void
separator_error(const struct parts *p)
{
	const char *text = p->line->text;

	if (p->mk->recipe_prefix == '\t' && strncmp(text, "        ", 8) == 0) {
		makefile_fail(p->mk, &p->line->loc,
		              "missing separator (did you mean TAB instead of 8 spaces?)");
		return;
	}
	text += strspn(text, " \t\n\v\f\r");
	size_t len = strncmp(text, "ifneq", 5) == 0 ? 5 : strncmp(text, "ifeq", 4) == 0 ? 4 : 0;
	if (len && !is_blank(text[len]))
		makefile_fail(p->mk, &p->line->loc,
		              "missing separator (ifeq/ifneq must be followed by whitespace)");
	else
		makefile_fail(p->mk, &p->line->loc, "missing separator");
}

/* as far as the colon; false where there is none or nothing before it */
static bool
expand_targets(struct parts *p)
{
	struct buf *out = &p->reading->targets;
	char *cursor = p->line->text, *colon;
	size_t len;
	enum word_kind kind = next_word(&cursor, &len);

	if (kind == WORD_END && p->recipe)
		makefile_fail(p->mk, &p->line->loc, "missing rule before recipe");
	p->reading->pending.ignores_recipe = kind == WORD_COLON;
	if (kind != WORD_OTHER)
		return false;
	buf_clear(out);
	for (;;) {
		size_t start = out->len;
		expand_text_n(p->mk, p->mk->scope, cursor, len, &p->line->loc, out);
		cursor += len;
		if (!p->recipe)
			take_expanded_semicolon(p, out, start, &cursor);
		colon = quote_find(out->data + start, ":", 0);
		if (colon)
			break;
		if (next_word(&cursor, &len) == WORD_END) {
			if (out->data[strspn(out->data, " \t\n\v\f\r")])
				separator_error(p);
			return false;
		}
		out->len = start + strlen(out->data + start);
		buf_addc(out, ' ');
		start = out->len;
	}
	p->targets = out->data;
	take_colon(p, out->data, colon);
	p->unexpanded = cursor;
	return !makefile_failed(p->mk);
}

struct name_sink {
	struct makefile *mk;
	struct names_list *names;
};

static void
add_name(void *arg, const char *name, size_t len, bool is_wait)
{
	struct name_sink *sink = arg;

	(void)is_wait;
	vec_push(sink->names, name_intern(sink->mk->names, name, len));
}

static char *
parse_names(struct parts *p, char *text, char stop, unsigned flags, struct names_list *names)
{
	struct name_sink sink = { .mk = p->mk, .names = names };

	return file_list_parse(p->mk, text, stop, flags, add_name, &sink);
}

/* what stands behind the colon, before the second part of it is expanded */
static char *
unexpanded_rest(struct parts *p)
{
	struct buf *out = &p->reading->pending.expanded;

	if (!*p->expanded)
		return p->unexpanded;
	buf_clear(out);
	buf_adds(out, p->expanded);
	buf_adds(out, p->unexpanded);
	return out->data;
}

/* true where it is one and has been made; a semicolon is part of its value */
static bool
target_assignment(struct parts *p)
{
	struct pending_rule *pending = &p->reading->pending;
	const char *rest = unexpanded_rest(p), *name;
	struct assignment_text a;
	struct modifiers m;

	if (!modified_assignment_parse(rest, strlen(rest), false, &m, &a, &name))
		return false;
	if (p->semicolon) {
		cleanup_buf struct buf whole = BUF_INIT;
		buf_adds(&whole, rest);
		*p->semicolon = ';';
		quote_join_lines(p->semicolon, p->mk->rules.posix);
		buf_adds(&whole, p->semicolon);
		buf_clear(&pending->expanded);
		buf_add(&pending->expanded, whole.data, whole.len);
		modified_assignment_parse(pending->expanded.data, pending->expanded.len, false, &m,
		                          &a, &name);
	}
	for (size_t i = 0; i < pending->targets.count && !makefile_failed(p->mk); i++)
		target_assign(p->mk, pending->targets.at[i], &a, &m, &p->line->loc);
	pending->targets.count = 0;
	return true;
}

/* all that stands behind the colon, expanded; an expansion may bring the semicolon */
static char *
expand_prerequisites(struct parts *p)
{
	struct buf *out = &p->reading->pending.expanded;
	char *text, *semicolon;

	if (strchr(p->unexpanded, '\\'))
		quote_find(p->unexpanded, "=", 0);
	if (!*p->expanded && !strchr(p->unexpanded, '$')) {
		text = p->unexpanded;
	} else {
		buf_clear(out);
		buf_adds(out, p->expanded);
		expand_text(p->mk, p->mk->scope, p->unexpanded, &p->line->loc, out);
		text = out->data;
	}
	if (p->recipe || !*p->unexpanded)
		return text;
	semicolon = quote_find(text, ";", 0);
	if (semicolon) {
		*semicolon = '\0';
		p->recipe = semicolon + 1;
	}
	return text;
}

static char *
find_unescaped_colon(char *text)
{
	for (char *p = strchr(text, ':'); p; p = strchr(p + 1, ':')) {
		char *b = p;
		while (b > text && b[-1] == '\\')
			b--;
		if ((p - b) % 2 == 0)
			return p;
	}
	return NULL;
}

/* "PATTERN: " of a static pattern rule; what stands behind it */
static char *
take_static_pattern(struct parts *p, char *text)
{
	struct names_list names = { 0 };
	struct target_pattern pattern;

	if (!find_unescaped_colon(text))
		return text;
	text = parse_names(p, text, ':', FILE_LIST_NO_GLOB, &names);
	if (names.count == 0)
		makefile_fail(p->mk, &p->line->loc, "missing target pattern");
	else if (names.count > 1)
		makefile_fail(p->mk, &p->line->loc, "multiple target patterns");
	else if (!target_pattern_of(p->mk, names.at[0], &pattern))
		makefile_fail(p->mk, &p->line->loc, "target pattern contains no '%%'");
	else
		p->reading->pending.static_pattern = names.at[0];
	vec_release(&names);
	return text + (*text != '\0');
}

static bool
is_suffix_name(const struct rules *rules, const struct name *name)
{
	for (size_t i = 0; i < rules->suffixes.count; i++) {
		const struct name *s = rules->suffixes.at[i];
		if (s == name && s->text[0] != '.')
			return true;
		for (size_t j = 0; j < rules->suffixes.count; j++) {
			const struct name *first = rules->suffixes.at[j];
			if (name->len == first->len + s->len &&
			    memcmp(name->text, first->text, first->len) == 0 &&
			    memcmp(name->text + first->len, s->text, s->len) == 0)
				return true;
		}
	}
	return false;
}

static bool
may_be_default_goal(const struct rules *rules, const struct name *name)
{
	if (name->text[0] == '.' && !memchr(name->text, '/', name->len))
		return false;
	return !is_suffix_name(rules, name);
}

/* the first target becomes the default goal; some special targets act at once */
static void
note_targets(struct parts *p)
{
	struct makefile *mk = p->mk;
	const struct names_list *targets = &p->reading->pending.targets;
	bool wants_goal = p->reading->sets_default_goal;

	for (size_t i = 0; i < targets->count; i++) {
		const struct name *name = targets->at[i];
		if (special_begin(mk, name) || !wants_goal)
			continue;
		struct variable *v = variable_find_here(mk->globals, mk->evaluation->default_goal);
		wants_goal = !v || !v->value[0];
		if (!wants_goal)
			continue;
		if (memchr(name->text, '%', name->len))
			return;
		if (may_be_default_goal(&mk->rules, name))
			variable_set(mk, mk->globals, mk->evaluation->default_goal, name->text,
			             name->len, ORIGIN_FILE, false, NULL);
	}
}

static void
begin_rule(struct parts *p)
{
	struct pending_rule *pending = &p->reading->pending;
	char *text = take_static_pattern(p, expand_prerequisites(p));
	const char *stripped = text;
	size_t len = text_strip(&stripped, strlen(text));

	if (makefile_failed(p->mk))
		return;
	text += stripped - text;
	text[len] = '\0';
	pending->prerequisites = text;
	pending->has_targets = true;
	pending->is_grouped = p->is_grouped;
	pending->is_double_colon = p->is_double_colon;
	pending->prefix = p->mk->recipe_prefix;
	pending->loc = pending->recipe_loc = p->line->loc;
	if (p->recipe) {
		buf_adds(&pending->recipe, p->recipe);
		buf_addc(&pending->recipe, '\n');
	}
	note_targets(p);
}

void
rule_line(struct reading *r, struct line *line)
{
	struct parts p = { .reading = r, .mk = r->mk, .line = line };

	cut_recipe(&p);
	if (line->is_continued)
		quote_join_lines(line->text, r->mk->rules.posix);
	if (!find_plain_colon(&p) && !expand_targets(&p))
		return;
	parse_names(&p, p.targets, '\0', 0, &r->pending.targets);
	if (r->pending.targets.count == 0)
		r->pending.ignores_recipe = true;
	else if (!target_assignment(&p))
		begin_rule(&p);
}
