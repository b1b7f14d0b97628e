/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tool_environment.h - which environment variables count for a verdict (DESIGN 3.1, rule 2).
 *
 * Those that a makefile or the command line exports, those that a recipe names (shell_names), and
 * those that tools are known to read (tool_environment_counts); never make's own bookkeeping
 * (tool_environment_is_bookkeeping).  Pure.
 */
#ifndef SRC_BUILD_TOOL_ENVIRONMENT_H
#define SRC_BUILD_TOOL_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>

bool
tool_environment_counts(const char *name);
/* MAKEFLAGS, MAKELEVEL...: does not count, not even exported or named */
bool
tool_environment_is_bookkeeping(const char *name);
/* the tables, sorted; a * behind stands for any rest; NULL ends */
extern const char *const tool_environment_table[];
extern const char *const bookkeeping_table[];

/*
 * Each variable that the shell would take from a recipe: $X and ${X...} in an expanded one, $$X and
 * $${X...} in the text of a makefile.  Names may be passed on more than once, and some that the
 * recipe itself sets.
 */
void
shell_names(const char *recipe, bool is_expanded,
	    void (*found)(void *arg, const char *name, size_t len), void *arg);

#endif
