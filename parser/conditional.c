/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/conditional.h"

#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "parser/words.h"

enum outcome { OUTCOME_TRUE, OUTCOME_FALSE, OUTCOME_INVALID };

/* what all messages about a line need */
struct place {
	struct makefile *mk;
	const struct loc *loc;
	const char *word; /* the directive's, for messages */
};

static const char *
directive_word(enum directive_kind kind)
{
	switch (kind) {
	case DIRECTIVE_IFDEF:
		return "ifdef";
	case DIRECTIVE_IFNDEF:
		return "ifndef";
	case DIRECTIVE_IFEQ:
		return "ifeq";
	case DIRECTIVE_IFNEQ:
		return "ifneq";
	case DIRECTIVE_ELSE:
		return "else";
	default:
		return "endif";
	}
}

static char *
skip_blanks(char *p)
{
	while (is_space(*p))
		p++;
	return p;
}

static void
warn_extra_text(const struct place *l)
{
	makefile_warn(l->mk, l->loc, "extraneous text after '%s' directive", l->word);
}

/* cuts the name behind `$`-expansion; OUTCOME_TRUE where it has a value */
static enum outcome
test_defined(const struct place *l, const char *text)
{
	cleanup_buf struct buf name = BUF_INIT;

	expand_text(l->mk, l->mk->scope, text, l->loc, &name);
	const char *end = name.data + name.len;
	const char *behind = skip_word(name.data, end);
	if (skip_spaces(behind, end) != end)
		return OUTCOME_INVALID;
	size_t len = (size_t)(behind - name.data);
	struct variable *v =
		variable_find(l->mk, l->mk->scope, name_intern(l->mk->names, name.data, len));
	return v && v->value[0] ? OUTCOME_TRUE : OUTCOME_FALSE;
}

/* the first `stop` outside of parentheses, or NULL */
static char *
find_outside_parentheses(char *p, char stop)
{
	int depth = 0;

	for (; *p; p++) {
		if (*p == stop && depth <= 0)
			return p;
		if (*p == '(')
			depth++;
		else if (*p == ')')
			depth--;
	}
	return NULL;
}

/* "A,B)" behind its parenthesis; NULL where it is malformed, else what follows */
static char *
split_parenthesized(char *p, char **left, char **right)
{
	char *comma = find_outside_parentheses(p, ',');

	if (!comma)
		return NULL;
	*left = p;
	*right = skip_blanks(comma + 1);
	while (comma > p && is_blank(comma[-1]))
		comma--;
	*comma = '\0';
	char *close = find_outside_parentheses(*right, ')');
	if (!close)
		return NULL;
	*close = '\0';
	return close + 1;
}

/* one "A" or 'A'; NULL where it is malformed, else what follows */
static char *
split_quoted(char *p, char **word)
{
	if (*p != '"' && *p != '\'')
		return NULL;
	char *close = strchr(p + 1, *p);
	if (!close)
		return NULL;
	*close = '\0';
	*word = p + 1;
	return close + 1;
}

/* "A" B, each in its own quotes; NULL where it is malformed, else what follows */
static char *
split_two_quoted(char *p, char **left, char **right)
{
	p = split_quoted(p, left);
	if (!p)
		return NULL;
	p = skip_blanks(p);
	if (*p != ')')
		return split_quoted(p, right);
	*p = '\0';
	*right = p;
	return p + 1;
}

static enum outcome
test_equal(const struct place *l, char *text)
{
	cleanup_buf struct buf left_value = BUF_INIT;
	cleanup_buf struct buf right_value = BUF_INIT;
	char *left, *right;
	char *rest = *text == '(' ? split_parenthesized(text + 1, &left, &right)
	                          : split_two_quoted(text, &left, &right);

	if (!rest)
		return OUTCOME_INVALID;
	expand_text(l->mk, l->mk->scope, left, l->loc, &left_value);
	if (*skip_blanks(rest))
		warn_extra_text(l);
	expand_text(l->mk, l->mk->scope, right, l->loc, &right_value);
	return strcmp(left_value.data, right_value.data) == 0 ? OUTCOME_TRUE : OUTCOME_FALSE;
}

static enum outcome
test(const struct place *l, enum directive_kind kind, char *text)
{
	bool equal = kind == DIRECTIVE_IFEQ || kind == DIRECTIVE_IFNEQ;
	bool negated = kind == DIRECTIVE_IFNEQ || kind == DIRECTIVE_IFNDEF;
	enum outcome outcome = equal ? test_equal(l, text) : test_defined(l, text);

	if (outcome == OUTCOME_INVALID || !negated)
		return outcome;
	return outcome == OUTCOME_TRUE ? OUTCOME_FALSE : OUTCOME_TRUE;
}

static bool
is_skipped(const struct conditional *c)
{
	return c->is_outer_skipped || c->branch != BRANCH_TAKEN;
}

static struct conditional *
top(struct conditionals *c)
{
	return c->count ? &c->at[c->count - 1] : NULL;
}

static void
update(struct conditionals *c)
{
	c->is_skipping = c->count && is_skipped(top(c));
}

/* opens a level; what stands in a skipped part is not expanded */
static enum outcome
begin(struct conditionals *c, const struct place *l, enum directive_kind kind, char *text)
{
	struct conditional new = { .branch = BRANCH_NOT_YET };
	enum outcome outcome = OUTCOME_FALSE;

	new.is_outer_skipped = c->count && is_skipped(top(c));
	if (!new.is_outer_skipped)
		outcome = test(l, kind, text);
	if (outcome != OUTCOME_FALSE)
		new.branch = BRANCH_TAKEN;
	vec_push(c, new);
	return outcome;
}

/* the conditional behind an else counts as a level for its test only */
static void
else_if(struct conditionals *c, const struct place *l, char *text)
{
	const char *end = text + strlen(text);
	const char *behind = skip_word(text, end);
	const struct directive *d = directive_find(text, (size_t)(behind - text));

	if (!d || d->kind < DIRECTIVE_IFDEF || d->kind > DIRECTIVE_IFNEQ
	    || begin(c, l, d->kind, text + (skip_spaces(behind, end) - text)) == OUTCOME_INVALID) {
		warn_extra_text(l);
		return;
	}
	enum branch branch = top(c)->branch;
	c->count--;
	if (top(c)->branch != BRANCH_DONE)
		top(c)->branch = branch;
}

static void
other_branch(struct conditionals *c, const struct place *l, char *text)
{
	struct conditional *now = top(c);

	if (!now) {
		makefile_fail(l->mk, l->loc, "extraneous 'else'");
		return;
	}
	if (now->has_else) {
		makefile_fail(l->mk, l->loc, "only one 'else' per conditional");
		return;
	}
	if (now->branch == BRANCH_TAKEN)
		now->branch = BRANCH_DONE;
	else if (now->branch == BRANCH_NOT_YET)
		now->branch = BRANCH_TAKEN;
	if (*text)
		else_if(c, l, text);
	else
		now->has_else = true;
}

static void
end_conditional(struct conditionals *c, const struct place *l, const char *text)
{
	if (*text)
		warn_extra_text(l);
	if (c->count == 0)
		makefile_fail(l->mk, l->loc, "extraneous 'endif'");
	else
		c->count--;
}

void
conditional_line(struct conditionals *c, struct makefile *mk, enum directive_kind kind, char *text,
                 const struct loc *loc)
{
	struct place l = { .mk = mk, .loc = loc, .word = directive_word(kind) };

	if (kind == DIRECTIVE_ENDIF)
		end_conditional(c, &l, text);
	else if (kind == DIRECTIVE_ELSE)
		other_branch(c, &l, text);
	else if (begin(c, &l, kind, text) == OUTCOME_INVALID)
		makefile_fail(mk, loc, "invalid syntax in conditional");
	update(c);
}

void
conditionals_release(struct conditionals *c)
{
	vec_release(c);
}
