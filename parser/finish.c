/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finish.c - from what was read to what the graph uses. */
#include "parser/builtin.h"
#include "parser/makefile.h"
#include "parser/pattern.h"
#include "parser/rule.h"
#include "parser/special.h"

void
rules_finish(struct makefile *mk)
{
	mk->reading = false;
	builtin_withdraw(mk);
	specials_finish(mk);
	builtin_add_suffix_rules(mk);
	pattern_rules_of_suffixes(mk);
	builtin_add_pattern_rules(mk);
}
