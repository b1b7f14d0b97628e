/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * remake.h - makefiles are targets too: they are made first, and where one has changed tmake
 * starts over.
 *
 *	if (!remake_makefiles(inv))
 *		exit(2);                 // said why
 *
 * While inv->is_remaking, failures are told as remake_complain() says.
 */
#ifndef SRC_CLI_REMAKE_H
#define SRC_CLI_REMAKE_H

#include <stdbool.h>

struct file;
struct invocation;

/* does not return where one was made anew; false where one is missing that must be there */
bool
remake_makefiles(struct invocation *);
/*
 * Something below a makefile could not be made: false where nobody is to hear of it, since only
 * an -include wants it.  Else why that makefile could not be read is said first.
 */
bool
remake_complain(struct invocation *, const struct file *);

#endif
