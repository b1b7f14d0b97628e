/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * variables.h - the variables that make itself defines, and MAKEFLAGS as it goes to and fro
 * between options and makefiles.
 *
 *	variables_define(inv);            // before makefiles are read
 *	...                               // variables_makeflags_changed is called by assignments
 *	variables_settle(inv);            // after: what makefiles left in MAKEFLAGS counts
 *	variables_define_makeflags(inv);  // again when inv->is_remaking has changed
 */
#ifndef SRC_CLI_VARIABLES_H
#define SRC_CLI_VARIABLES_H

struct invocation;
struct makefile;
struct variable;

void
variables_define(struct invocation *);
void
variables_settle(struct invocation *);
/* MAKEFLAGS and MFLAGS from the options */
void
variables_define_makeflags(struct invocation *);
/* makefile_options.special_changed */
void
variables_makeflags_changed(void *invocation, struct makefile *, struct variable *);

#endif
