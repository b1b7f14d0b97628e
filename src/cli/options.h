/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the command line and MAKEFLAGS as one value.
 *
 *	struct options options;
 *	options_init(&options, say, arg);
 *	makeflags_parse(&options, getenv("MAKEFLAGS"), ORIGIN_COMMAND_LINE);
 *	options_parse_command(&options, argc, argv);
 *	if (options.is_bad) ... usage, exit 2 ...
 *	if (options.fatal) ... "*** fatal.  Stop.", exit 2 ...
 *	options_release(&options);
 *
 * Strings are borrowed from argv and `owned`.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

#include "parser/base/vec.h"
#include "parser/variable.h"

enum tristate { TRI_UNSET = -1, TRI_OFF = 0, TRI_ON = 1 };

enum { JOBS_UNSET = -1, JOBS_WITHOUT_LIMIT = 0 };

/* what --debug, -d and --trace ask for */
#define DEBUG_BASIC 1u
#define DEBUG_VERBOSE 2u
#define DEBUG_JOBS 4u
#define DEBUG_IMPLICIT 8u
#define DEBUG_PRINT 0x10u
#define DEBUG_WHY 0x20u
#define DEBUG_MAKEFILES 0x100u
#define DEBUG_ALL 0xfffu

struct texts {
	VEC(const char *)
};

struct options {
	int always_make, debug_all, environment_overrides, help, ignore_errors, check_symlinks;
	int just_print, print_data_base, question, no_builtin_rules, no_builtin_variables;
	int touch, version, trace, warn_undefined;
	int keep_going, silent, print_directory; /* enum tristate */
	enum origin keep_going_origin, silent_origin, print_directory_origin;
	int jobs;         /* JOBS_UNSET, JOBS_WITHOUT_LIMIT or a number */
	int command_jobs; /* what the command line itself said */
	double load;      /* -1 without a limit */
	const char *output_sync, *sync_mutex, *jobserver_auth, *jobserver_style, *shuffle; /* or NULL */
	const char *temp_stdin; /* where the makefile from standard input has been kept, or NULL */
	struct texts directories, evals, makefiles, include_dirs, old_files, new_files, debug;
	/* our own */
	int audit, lint, no_wait, prune, run;
	const char *compare; /* "time" or "content", or NULL */
	struct texts recover, why;
	/* the operands, in the order given */
	struct texts variables, goals;

	bool is_bad;         /* the usage is to be shown and the exit status is 2 */
	char *fatal;         /* owned: the first error that is none of usage, or NULL */
	void (*say)(void *arg, const char *text); /* what is bad; NULL: nobody hears it */
	void *say_arg;
	struct {
		VEC(char *)
	} owned;
};

void
options_init(struct options *, void (*say)(void *arg, const char *text), void *arg);
void
options_release(struct options *);
/*
 * argv[0] is whom getopt names in its complaints, which it only makes of ORIGIN_COMMAND_LINE;
 * a weaker origin sets less and has no goals.
 */
void
options_parse(struct options *, int argc, char **argv, enum origin);
/* our own command line, after MAKEFLAGS of the environment: its -j is remembered */
void
options_parse_command(struct options *, int argc, char **argv);
/* DEBUG_ bits */
unsigned
options_debug(const struct options *);

#endif
