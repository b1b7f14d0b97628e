/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * makefile.h - GNU make's language as a library: reads makefiles, keeps their variables and rules.
 *
 *	struct makefile *mk = makefile_new(&options, &host);
 *	makefile_define_environment(mk, environ);
 *	makefile_define_command_line(mk, "CFLAGS=-g");
 *	makefile_define_builtins(mk);                 // variables, suffixes, rules, less -r and -R
 *	makefile_read(mk, "Makefile", 0);
 *	if (makefile_failed(mk)) { print makefile_error(mk); exit 2; }
 *	rules_finish(mk);
 *	...
 *	makefile_free(mk);
 *
 * Errors are sticky, as in SQLite: the first is kept, all else returns without doing more, the
 * host is called no more.  A library never exits and never prints but by its host.  One thread.
 */
#ifndef PARSER_MAKEFILE_H
#define PARSER_MAKEFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "parser/loc.h"
#include "parser/rule.h"
#include "parser/variable.h"

struct arena;
struct evaluation;
struct host;
struct names;
struct scope;
struct variable;

struct makefile_options {
	bool no_builtin_rules;         /* -r */
	bool no_builtin_variables;     /* -R, implies -r */
	bool environment_overrides;    /* -e */
	bool warn_undefined_variables; /* --warn-undefined-variables */
	const char *const *include_dirs; /* -I in order, then the default ones, NULL; borrowed */
	const char *version;           /* $(MAKE_VERSION): of the GNU make whose language this is */
	const char *host_triplet;      /* $(MAKE_HOST) */
	/*
	 * Called when MAKEFLAGS was assigned by a makefile or the command line: its options are
	 * to be parsed anew.  May be NULL.
	 */
	void (*special_changed)(void *arg, struct makefile *, struct variable *);
	void *arg;
};

/* a makefile that was read or asked for by an include, in the order of reading: to remake first */
struct makefile_source {
	const struct name *path; /* as found (include search applied) or, missing, as named */
	struct loc included_from;
	int error;               /* 0, or the errno why it was not read */
	bool is_optional;        /* -include, MAKEFILES, the default names */
	bool is_from_environment; /* MAKEFILES: never the default goal, errors ignored */
	bool not_a_default_goal;
	bool is_loaded;          /* by load: no makefile but an object */
};

struct makefile {
	struct names *names;
	struct arena *arena;   /* for ever */
	struct arena *scratch; /* until the caller's mark */
	const struct host *host;
	struct makefile_options options;
	struct scope *globals;
	/* to expand makefile text in: globals, but in an $(eval) that of its $(call) or recipe */
	struct scope *scope;
	struct rules rules;
	struct {
		VEC(struct makefile_source)
	} sources;
	bool reading;          /* rules may be added; false once the build began */
	char recipe_prefix;
	char *error;           /* owned: "FILE:LINE: *** text", or NULL; print it with ".  Stop." */
	struct loc error_loc;
	struct evaluation *evaluation; /* private to eval.c */
	struct expansion *expansion;   /* private to the expander, see expansion.h */
	struct functions *functions;   /* private to function.c: what `load` added, or NULL */
};

/* The options are copied, what they point to is borrowed, as is the host, until makefile_free. */
struct makefile *
makefile_new(const struct makefile_options *, const struct host *);
void
makefile_free(struct makefile *);

/* "NAME=VALUE" strings; SHELL and MAKELEVEL as GNU make treats them */
void
makefile_define_environment(struct makefile *, char *const *environ);
/* an operand "VAR=..", "VAR:=..", "VAR+=..", "VAR!=..."; false where it is no assignment */
bool
makefile_define_command_line(struct makefile *, const char *operand);
/* the same of another origin (as in MAKEFLAGS); NULL where it is no assignment */
struct variable *
makefile_define(struct makefile *, const char *operand, enum origin);
/* .INCLUDE_DIRS, after options.include_dirs was changed */
void
makefile_define_include_dirs(struct makefile *);
void
makefile_define_builtins(struct makefile *);

#define MAKEFILE_OPTIONAL 1        /* -include: no error where it is missing */
#define MAKEFILE_NOT_DEFAULT_GOAL 2 /* its first target is not the default goal */
#define MAKEFILE_FROM_MAKEFILES 4  /* named in $(MAKEFILES) */
#define MAKEFILE_SEARCH 8          /* look in the include folders too */
/* 0, or -errno where the file could not be read (see `sources`); other errors are sticky */
int
makefile_read(struct makefile *, const char *path, unsigned flags);
/* text as --eval, $(eval) and a makefile from stdin bring it; `where` may be NULL */
void
makefile_eval(struct makefile *, const char *text, size_t len, const struct loc *where);

bool
makefile_failed(const struct makefile *);
const char *
makefile_error(const struct makefile *);
/* records an error (keeps an earlier one); `where` may be NULL: then "*** text" without a place */
void
makefile_fail(struct makefile *, const struct loc *where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void
makefile_warn(struct makefile *, const struct loc *where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* for makefile_free alone: what rule.c and eval.c have allocated; NULL is allowed */
void
rules_release(struct rules *);
void
evaluation_free(struct evaluation *);

/* .DEFAULT_GOAL's expanded value, or NULL where the makefile names no goal */
const struct name *
makefile_default_goal(struct makefile *);

#endif
