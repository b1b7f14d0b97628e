/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pattern.h - pattern rules out of suffix rules. */
#ifndef PARSER_PATTERN_H
#define PARSER_PATTERN_H

struct makefile;

/* a pattern rule for each pair of .SUFFIXES that is a target with a recipe, and for each alone */
void
pattern_rules_of_suffixes(struct makefile *);

#endif
