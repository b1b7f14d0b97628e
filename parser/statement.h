/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * statement.h - what a logical line is, as a value.  Pure: nothing is expanded, nothing is done.
 *
 *	struct statement s;
 *	statement_parse(&line, &context, &scratch, &s);
 *	switch (s.kind) ...
 *
 * A line's meaning depends on what came before it; the context is all of that.  `text` and the
 * assignment point into the line or into `scratch`, both NUL-terminated.
 */
#ifndef PARSER_STATEMENT_H
#define PARSER_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/assignment.h"
#include "parser/directive.h"
#include "parser/variable.h"

struct buf;
struct line;

enum statement_kind {
	STATEMENT_EMPTY,
	STATEMENT_RECIPE,      /* text: the line behind its prefix, as it stands */
	STATEMENT_ASSIGNMENT,
	STATEMENT_DEFINE,      /* text: name and operator */
	STATEMENT_UNDEFINE,    /* text: name */
	STATEMENT_CONDITIONAL, /* directive; text: behind the word */
	STATEMENT_EXPORT,      /* text: names, or empty for all */
	STATEMENT_UNEXPORT,
	STATEMENT_INCLUDE, /* text: names; directive tells the optional forms */
	STATEMENT_LOAD,
	STATEMENT_VPATH,
	STATEMENT_RULE,          /* text: the whole line, lines not joined, comment still there */
	STATEMENT_STRAY_RECIPE,  /* begins with the recipe prefix, but no target waits for one */
};

/* export, unexport, override and private before an assignment */
struct modifiers {
	enum export_mode exported;
	bool is_override;
	bool is_private;
};

struct statement {
	enum statement_kind kind;
	enum directive_kind directive; /* of the first word, also where it is ENDEF in a rule */
	struct modifiers modifiers;
	struct assignment_text assignment;
	char *text;
};

struct statement_context {
	char recipe_prefix;
	bool posix;
	bool awaits_recipe; /* a rule was read, its recipe may follow */
};

void
statement_parse(const struct line *, const struct statement_context *, struct buf *scratch,
                struct statement *out);

enum modified { MODIFIED_NOTHING, MODIFIED_ASSIGNMENT, MODIFIED_DEFINE, MODIFIED_UNDEFINE };
/*
 * Modifiers and the assignment behind them, also "define" and "undefine" where allowed.
 * `rest` is where the name begins.
 */
enum modified
modified_assignment_parse(const char *text, size_t len, bool allow_define, struct modifiers *,
                          struct assignment_text *, const char **rest);

#endif
