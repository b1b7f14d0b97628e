/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * special.h - special targets and what they do; special.gperf is the table.
 *
 * Three change how the next line is read and act at once (special_begin), .SUFFIXES when its
 * rule is complete (special_rule), all others when everything is read (specials_finish).
 */
#ifndef PARSER_SPECIAL_H
#define PARSER_SPECIAL_H

#include <stdbool.h>
#include <stddef.h>

struct loc;
struct makefile;
struct name;
struct rule;
struct target;

enum special_kind {
	SPECIAL_NONE,
	SPECIAL_DEFAULT,
	SPECIAL_DELETE_ON_ERROR,
	SPECIAL_EXPORT_ALL_VARIABLES,
	SPECIAL_IGNORE,
	SPECIAL_INTERMEDIATE,
	SPECIAL_LOW_RESOLUTION_TIME,
	SPECIAL_NOTINTERMEDIATE,
	SPECIAL_NOTPARALLEL,
	SPECIAL_ONESHELL,
	SPECIAL_PHONY,
	SPECIAL_POSIX,
	SPECIAL_PRECIOUS,
	SPECIAL_SECONDARY,
	SPECIAL_SECONDEXPANSION,
	SPECIAL_SILENT,
	SPECIAL_SUFFIXES,
	SPECIAL_TMAKE_AMBIENT,
	SPECIAL_TMAKE_STATE,
	SPECIAL_WAIT,
};
struct special {
	const char *name;
	enum special_kind kind;
};
/* NULL where the name is no special target's */
const struct special *
special_find(const char *name, size_t len);

/* at the line that names it as a target; true where it is one of those that act there */
bool
special_begin(struct makefile *, const struct name *);
/* when the rule, with its recipe, has been added to the target */
void
special_rule(struct makefile *, struct target *, const struct rule *, const struct loc *);
void
specials_finish(struct makefile *);

#endif
