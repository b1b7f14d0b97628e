/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target_scope.h - target- and pattern-specific variables as rule lines define them. */
#ifndef PARSER_TARGET_SCOPE_H
#define PARSER_TARGET_SCOPE_H

#include "parser/rule.h"
#include "parser/variable.h"

struct assignment_text;
struct modifiers;

/* %.o: CFLAGS += -g, to be made for each target that fits */
struct pattern_setting {
	struct target_pattern pattern;
	size_t order; /* of definition */
	const struct name *name;
	const char *value; /* expanded if the assignment is a simple one */
	size_t value_len;
	enum origin origin;
	enum assignment assignment;
	enum export_mode exported;
	bool is_private;
	struct loc loc;
};

/* "TARGET: MODIFIERS ASSIGNMENT"; the target may be a pattern */
void
target_assign(struct makefile *, const struct name *target, const struct assignment_text *,
              const struct modifiers *, const struct loc *);
/* puts rules->settings in the order in which they are made for a target */
void
target_settings_sort(struct rules *);

#endif
