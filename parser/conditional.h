/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conditional.h - ifeq, ifneq, ifdef, ifndef, else and endif: which lines count.
 *
 *	struct conditionals c = { 0 };
 *	conditional_line(&c, mk, DIRECTIVE_IFDEF, text, &loc);
 *	if (c.is_skipping) ...
 *	if (c.count > 0) ...                  // missing endif
 *	conditionals_release(&c);
 *
 * One for each file or evaluated text: a conditional never goes over its end.
 */
#ifndef PARSER_CONDITIONAL_H
#define PARSER_CONDITIONAL_H

#include <stdbool.h>

#include "parser/base/vec.h"
#include "parser/directive.h"

struct loc;
struct makefile;

enum branch {
	BRANCH_TAKEN,
	BRANCH_NOT_YET, /* an else may still be taken */
	BRANCH_DONE,    /* one was taken before */
};
struct conditional {
	enum branch branch;
	bool has_else;
	bool is_outer_skipped; /* stands in a part that does not count */
};
struct conditionals {
	VEC(struct conditional)
	bool is_skipping;
};

/* `text` is what stands behind the word, without comment; it is cut up.  Errors are the makefile's */
void
conditional_line(struct conditionals *, struct makefile *, enum directive_kind, char *text,
                 const struct loc *);
void
conditionals_release(struct conditionals *);

#endif
