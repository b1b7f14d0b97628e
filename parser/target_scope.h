/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target_scope.h - target- and pattern-specific variables as rule lines define them. */
#ifndef PARSER_TARGET_SCOPE_H
#define PARSER_TARGET_SCOPE_H

struct assignment_text;
struct loc;
struct makefile;
struct modifiers;
struct name;

/* "TARGET: MODIFIERS ASSIGNMENT"; the target may be a pattern */
void
target_assign(struct makefile *, const struct name *target, const struct assignment_text *,
              const struct modifiers *, const struct loc *);

#endif
