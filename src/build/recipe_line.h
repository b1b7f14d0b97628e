/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recipe_line.h - an expanded line of a recipe taken apart: prefixes, and the lines that a `define` put into it.
 *
 *	const char *rest = expanded;
 *	for (struct recipe_line line; recipe_line_next(&rest, flags, &line);)
 *		if (line.len) ... echo and run it ...
 *
 * A newline without a backslash before it ends a line (manual, "Defining Canned Recipes"); each line has prefixes of its
 * own besides those that the recipe gave before expansion.  Pure; points into the text.
 */
#ifndef SRC_BUILD_RECIPE_LINE_H
#define SRC_BUILD_RECIPE_LINE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

struct recipe_line {
	const char *text; /* behind the prefixes: what is echoed and run */
	size_t len;       /* 0: nothing to run */
	unsigned flags;   /* RECIPE_* of parser/rule.h */
};

bool
recipe_line_next(const char **rest, unsigned flags, struct recipe_line *out);

/*
 * .ONESHELL: the whole recipe is one line.  Its first prefixes count; where SHELL is a POSIX shell by its name, those of
 * the inner lines are dropped as well.  The text to run goes to `out`; the flags are returned.
 */
unsigned
recipe_one_shell(const char *expanded, unsigned flags, const char *shell, struct buf *out);

#endif
