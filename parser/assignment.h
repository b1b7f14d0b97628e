/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * assignment.h - recognizes "NAME OP VALUE" in a line of text.  Pure: nothing is expanded.
 *
 *	struct assignment_text a;
 *	if (assignment_parse(line, len, &a))
 *		...   // a.name is unexpanded and may be empty (an error for the caller to report)
 *
 * The name may hold $(...) references with blanks and operators inside.  The value goes
 * from its first non-blank to the end of the line.
 */
#ifndef PARSER_ASSIGNMENT_H
#define PARSER_ASSIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/variable.h"

struct assignment_text {
	const char *name; /* into the line */
	size_t name_len;
	const char *op; /* where the operator begins */
	enum assignment assignment;
	const char *value; /* into the line */
	size_t value_len;
};

/* false where the line is no assignment; `out` is undefined then */
bool
assignment_parse(const char *line, size_t len, struct assignment_text *out);

#endif
