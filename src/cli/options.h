/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the command line and MAKEFLAGS as one value, from one table.
 *
 *	struct options options;
 *	options_init(&options);
 *	if (!options_parse(&options, argc, argv))
 *		exit(2);                      // getopt has told why
 *	options_makeflags(&options, &out);    // "ks -j4 -- A=b"
 *	options_release(&options);
 *
 * Strings are borrowed from argv, which is permuted, or from `inherited`.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include "parser/base/buf.h"
#include "parser/base/vec.h"

enum tristate { TRI_UNSET = -1, TRI_OFF = 0, TRI_ON = 1 };

struct texts {
	VEC(const char *)
};

struct options {
	int always_make, debug_all, environment_overrides, help, ignore_errors, check_symlinks;
	int just_print, print_data_base, question, no_builtin_rules, no_builtin_variables;
	int touch, version, trace, warn_undefined;
	int keep_going, silent, print_directory; /* enum tristate */
	int jobs;    /* -1 where not given, 0 without a limit */
	double load; /* -1 without a limit */
	const char *output_sync, *jobserver_auth, *jobserver_style, *shuffle; /* or NULL */
	struct texts directories, evals, makefiles, include_dirs, old_files, new_files, debug;
	struct texts why;        /* --why TARGET: explain and do nothing */
	const char *compare;     /* "time" or "content", or NULL */
	struct texts variables, goals; /* in the order given */
	struct { VEC(char *) } inherited; /* owned: what options_inherit read */
};

void
options_init(struct options *);
void
options_release(struct options *);
/* false where the usage is to be shown and the exit status is 2 */
bool
options_parse(struct options *, int argc, char **argv) __attribute__((warn_unused_result));
/* from MAKEFLAGS or GNUMAKEFLAGS, already expanded; what is wrong in it is passed over */
void
options_inherit(struct options *, const char *makeflags);
/* the value of MAKEFLAGS, fully expanded except that `$` is doubled */
void
options_makeflags(const struct options *, struct buf *out);

#endif
