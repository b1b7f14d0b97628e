/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/statement.h"

#include <string.h>

#include "parser/base/buf.h"
#include "parser/quote.h"
#include "parser/reader.h"
#include "parser/words.h"

/* false where the word is no modifier */
static bool
modifier_apply(enum directive_kind kind, struct modifiers *m)
{
	switch (kind) {
	case DIRECTIVE_EXPORT:
		m->exported = EXPORT_YES;
		return true;
	case DIRECTIVE_UNEXPORT:
		m->exported = EXPORT_NO;
		return true;
	case DIRECTIVE_OVERRIDE:
		m->is_override = true;
		return true;
	case DIRECTIVE_PRIVATE:
		m->is_private = true;
		return true;
	default:
		return false;
	}
}

static enum directive_kind
directive_kind_of(const char *word, size_t len)
{
	const struct directive *d = directive_find(word, len);

	return d ? d->kind : DIRECTIVE_NONE;
}

enum modified
modified_assignment_parse(const char *text, size_t len, bool allow_define, struct modifiers *m,
                          struct assignment_text *assignment, const char **rest)
{
	const char *end = text + len;
	const char *p = skip_spaces(text, end);

	*m = (struct modifiers){ 0 };
	while (p < end) {
		*rest = p;
		if (assignment_parse(p, (size_t)(end - p), assignment))
			return MODIFIED_ASSIGNMENT;
		const char *behind = skip_word(p, end);
		enum directive_kind kind = directive_kind_of(p, (size_t)(behind - p));
		p = skip_spaces(behind, end);
		if (allow_define && (kind == DIRECTIVE_DEFINE || kind == DIRECTIVE_UNDEFINE)) {
			*rest = p;
			return kind == DIRECTIVE_DEFINE ? MODIFIED_DEFINE : MODIFIED_UNDEFINE;
		}
		if (!modifier_apply(kind, m))
			break;
	}
	return MODIFIED_NOTHING;
}

static enum statement_kind
statement_kind_of(enum directive_kind kind)
{
	switch (kind) {
	case DIRECTIVE_IFDEF:
	case DIRECTIVE_IFNDEF:
	case DIRECTIVE_IFEQ:
	case DIRECTIVE_IFNEQ:
	case DIRECTIVE_ELSE:
	case DIRECTIVE_ENDIF:
		return STATEMENT_CONDITIONAL;
	case DIRECTIVE_EXPORT:
		return STATEMENT_EXPORT;
	case DIRECTIVE_UNEXPORT:
		return STATEMENT_UNEXPORT;
	case DIRECTIVE_INCLUDE:
	case DIRECTIVE_INCLUDE_OPTIONAL:
		return STATEMENT_INCLUDE;
	case DIRECTIVE_LOAD:
	case DIRECTIVE_LOAD_OPTIONAL:
		return STATEMENT_LOAD;
	case DIRECTIVE_VPATH:
		return STATEMENT_VPATH;
	default:
		return STATEMENT_RULE;
	}
}

/* the line joined and without its comment; the line itself where that changes nothing */
static char *
plain_text(const struct line *line, bool posix, struct buf *scratch)
{
	if (!line->is_continued && !memchr(line->text, '#', line->len))
		return line->text;
	buf_clear(scratch);
	buf_add(scratch, line->text, line->len);
	if (line->is_continued)
		quote_join_lines(scratch->data, posix);
	quote_cut_comment(scratch->data);
	return scratch->data;
}

static enum statement_kind
modified_statement(enum modified modified)
{
	switch (modified) {
	case MODIFIED_DEFINE:
		return STATEMENT_DEFINE;
	case MODIFIED_UNDEFINE:
		return STATEMENT_UNDEFINE;
	default:
		return STATEMENT_ASSIGNMENT;
	}
}

static void
directive_parse(const struct line *line, char *text, const char *end,
                const struct statement_context *context, struct statement *out)
{
	const char *behind = skip_word(text, end);

	out->directive = directive_kind_of(text, (size_t)(behind - text));
	out->kind = statement_kind_of(out->directive);
	if (out->kind != STATEMENT_RULE || out->directive == DIRECTIVE_ENDEF)
		out->text = text + (skip_spaces(behind, end) - text);
	if (out->kind == STATEMENT_RULE && line->text[0] == context->recipe_prefix)
		out->kind = STATEMENT_STRAY_RECIPE;
}

void
statement_parse(const struct line *line, const struct statement_context *context,
                struct buf *scratch, struct statement *out)
{
	*out = (struct statement){ .kind = STATEMENT_EMPTY, .text = line->text };
	if (line->len == 0)
		return;
	if (context->awaits_recipe && line->text[0] == context->recipe_prefix) {
		out->kind = STATEMENT_RECIPE;
		out->text = line->text + 1;
		return;
	}
	char *text = plain_text(line, context->posix, scratch);
	size_t len = text == line->text ? line->len : strlen(text);
	const char *end = text + len;
	const char *rest;
	enum modified modified = modified_assignment_parse(text, len, true, &out->modifiers,
	                                                   &out->assignment, &rest);
	text += skip_spaces(text, end) - text;
	if (modified != MODIFIED_NOTHING) {
		out->kind = modified_statement(modified);
		out->text = text + (rest - text);
	} else if (text < end) {
		directive_parse(line, text, end, context, out);
	}
}
