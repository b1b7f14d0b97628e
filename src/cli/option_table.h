/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * option_table.h - every option, one row each: what parses it, writes MAKEFLAGS and --help from it.
 *
 *	for (size_t i = 0; i < option_row_count; i++)
 *		... option_rows[i] ...
 *
 * In the order of MAKEFLAGS: letters without an argument, letters with one, long ones.
 */
#ifndef SRC_CLI_OPTION_TABLE_H
#define SRC_CLI_OPTION_TABLE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum option_kind {
	OPTION_IGNORED,
	OPTION_ON,    /* an int becomes 1 */
	OPTION_OFF,   /* an int becomes 0 */
	OPTION_JOBS,  /* an int: a positive number; all from here on have an argument */
	OPTION_LOAD,  /* a double */
	OPTION_TEXT,  /* the last one counts */
	OPTION_LIST,  /* each is kept, once */
	OPTION_FILES, /* likewise; ~ is replaced, a leading ./ left out */
};

#define OPTION_FROM_MAKEFILE 1u /* an assignment to MAKEFLAGS may set it */
#define OPTION_TO_MAKEFLAGS 2u
#define OPTION_NOT_REMAKING 4u  /* not in MAKEFLAGS while makefiles are remade */
#define OPTION_REPEATS 8u       /* a list may name the same twice */
#define OPTION_INTERNAL 16u     /* not in --help */
#define OPTION_OURS 32u         /* GNU make has no such option */

enum { OPTION_NAME_COUNT = 4 };

/* codes of options without a letter */
enum {
	OPTION_LONG = CHAR_MAX + 1,
	OPTION_DEBUG = OPTION_LONG,
	OPTION_JOBSERVER_AUTH,
	OPTION_TRACE,
	OPTION_NO_PRINT_DIRECTORY,
	OPTION_WARN_UNDEFINED,
	OPTION_SYNC_MUTEX,
	OPTION_NO_SILENT,
	OPTION_JOBSERVER_FDS,
	OPTION_TEMP_STDIN,
	OPTION_SHUFFLE,
	OPTION_JOBSERVER_STYLE,
	OPTION_AUDIT,
	OPTION_COMPARE,
	OPTION_LINT,
	OPTION_NO_WAIT,
	OPTION_PRUNE,
	OPTION_RECOVER,
	OPTION_RUN,
	OPTION_WHY,
};

struct option_row {
	int code; /* the letter, or one of the above */
	enum option_kind kind;
	unsigned flags;
	size_t field;        /* in struct options */
	size_t origin;       /* the field of its origin, or 0: the strongest need not win */
	const char *without; /* the value where the argument is left out; NULL: required */
	const char *argument; /* its name in --help */
	const char *help;
	const char *names[OPTION_NAME_COUNT]; /* long ones, the first as MAKEFLAGS has it */
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

/* NULL where there is none */
const struct option_row *
option_row_of(int code);

static inline bool
option_has_letter(const struct option_row *row)
{
	return row->code <= CHAR_MAX;
}

#endif
