/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * environment.h - the environment of a process that a makefile starts, as execve(2) wants it.
 *
 *	struct environment environment = environment_of(mk, scope);
 *	... .environ = environment.at ...
 *	environment_release(&environment);
 */
#ifndef SRC_BUILD_ENVIRONMENT_H
#define SRC_BUILD_ENVIRONMENT_H

#include "parser/base/vec.h"

struct makefile;
struct scope;

struct environment {
	VEC(char *) /* owned "NAME=VALUE", then NULL (which counts) */
};

/* what `scope` exports; may leave a sticky error in the makefile (a value that does not expand) */
struct environment
environment_of(struct makefile *, struct scope *);
/* appends to the options in MAKEFLAGS, if it is there */
void
environment_add_flags(struct environment *, const char *flags);
void
environment_release(struct environment *);

#endif
