/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.h - which makefiles are read, in which order, and where included ones are looked for. */
#ifndef SRC_CLI_READING_H
#define SRC_CLI_READING_H

#include <stdbool.h>

struct invocation;

/* from -I to the makefile's options and .INCLUDE_DIRS */
void
reading_set_include_dirs(struct invocation *);
/*
 * Keeps a makefile that comes on standard input in a file, for it is read again when we start
 * over.  False, and the error is said, where that cannot be.
 */
bool
reading_keep_stdin(struct invocation *);
/* that file is needed no more */
void
reading_drop_stdin(struct invocation *);
/* --eval, $(MAKEFILES), -f or the default ones */
void
reading_read(struct invocation *);

#endif
