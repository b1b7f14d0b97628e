/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_reader.c - stands for the reader half of the language where the expander is tested alone:
 * $(eval) reads nothing, and there are no rules to release.
 */
#include "parser/makefile.h"

void
makefile_eval(struct makefile *mk, const char *text, size_t len, const struct loc *where)
{
	(void)mk;
	(void)text;
	(void)len;
	(void)where;
}

void
rules_release(struct rules *rules)
{
	(void)rules;
}

void
evaluation_free(struct evaluation *evaluation)
{
	(void)evaluation;
}
