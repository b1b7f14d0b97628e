/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * variable.h - variables: flavor, origin, export, and the scopes they are looked up in.
 *
 * A scope is a set of variables with a parent to go on in.  The global scope has none; a
 * target's scope has the scope of the target that first needed it as parent (target-specific
 * variables are inherited), which ends at the global one.  `private` variables of a scope are
 * not seen from scopes below it.  A definition of lower origin never replaces one of higher.
 * Variables live as long as their makefile.
 */
#ifndef PARSER_VARIABLE_H
#define PARSER_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/map.h"
#include "parser/loc.h"

struct makefile;
struct expr;
struct name;

enum origin { /* in rising strength; the words of $(origin) */
	ORIGIN_DEFAULT,
	ORIGIN_ENVIRONMENT,
	ORIGIN_FILE,
	ORIGIN_ENVIRONMENT_OVERRIDE,
	ORIGIN_COMMAND_LINE,
	ORIGIN_OVERRIDE,
	ORIGIN_AUTOMATIC,
};

enum assignment { /* the operator of a definition */
	ASSIGN_RECURSIVE,   /* =    */
	ASSIGN_SIMPLE,      /* := ::= */
	ASSIGN_IMMEDIATE,   /* :::= */
	ASSIGN_APPEND,      /* +=   */
	ASSIGN_CONDITIONAL, /* ?=   */
	ASSIGN_SHELL,       /* !=   */
};

enum export_mode {
	EXPORT_DEFAULT,
	EXPORT_YES,
	EXPORT_NO,
	EXPORT_IF_SET,
	EXPORT_INHERITED, /* yes, as our own environment has it: no makefile says so */
};

struct variable {
	const struct name *name;
	char *value; /* owned; NUL-terminated */
	size_t value_len;
	size_t value_room;   /* of `value` where += has made it larger than needed, else 0 */
	struct expr *parsed; /* cache of a recursive value, or NULL */
	struct loc loc;      /* of the definition */
	enum origin origin;
	enum export_mode exported;
	bool is_recursive;
	bool is_append;      /* target-specific +=: joined with the outer value when looked up */
	bool is_conditional; /* target-specific ?= */
	bool is_private;
	bool is_per_target;
	bool is_special;     /* .RECIPEPREFIX, MAKEFLAGS, .VARIABLES */
	bool is_exportable;  /* its name can stand in an environment */
	bool is_expanding;   /* against self-reference */
	unsigned char expansions; /* of this value: `parsed` is kept where there are many */
	unsigned calls_left; /* how often $(call) lets it refer to itself */
	struct variable *previous, *next; /* in its scope, in the order of definition */
	struct variable *older;           /* all of the makefile, for makefile_free */
};

struct scope {
	struct scope *parent; /* borrowed; NULL for the global scope */
	bool parent_is_target; /* not another layer of the same one: its private ones are hidden */
	bool is_global;        /* `variables` is empty: names are bound to their variables */
	bool is_frame;         /* the arguments of a $(call), $(foreach) or $(let) */
	struct map variables;  /* name -> struct variable */
	struct variable *first, *last; /* the same in the order of definition */
	struct scope *older;   /* all of the makefile, for makefile_free */
};

/* the outermost of all parents is mk->globals */
struct scope *
scope_new(struct makefile *, struct scope *parent);

/* the variable that `name` means in the scope, or NULL; .VARIABLES is brought up to date */
struct variable *
variable_find(struct makefile *, struct scope *, const struct name *);
/* only in this very scope; special ones as they stand */
struct variable *
variable_find_here(struct scope *, const struct name *);

/*
 * Sets the value as it stands (no operator, no expansion), unless one of a stronger origin is
 * there.  Returns the variable that is in force.
 */
struct variable *
variable_set(struct makefile *, struct scope *, const struct name *, const char *value, size_t len,
             enum origin, bool recursive, const struct loc *);

/*
 * A definition as a makefile or the command line writes it: does what the operator says,
 * expanding and appending.  `value` is expanded and an earlier value looked up in `scope`; the
 * variable is defined there too if it is target-specific, else among the globals.  Never NULL.
 */
struct variable *
variable_assign(struct makefile *, struct scope *, const struct name *, const char *value,
                enum origin, enum assignment, bool target_specific, const struct loc *);

void
variable_undefine(struct makefile *, struct scope *, const struct name *, enum origin);

/* expanded value in `scope`; "" when not defined; into the makefile's scratch arena */
const char *
variable_value(struct makefile *, struct scope *, const char *name);

/* calls `each` for what a process started in `scope` gets in its environment, values expanded */
void
variable_environment(struct makefile *, struct scope *,
                     void (*each)(void *arg, const char *name, const char *value), void *arg);
/* the same by inert expansion: without effects, and what is wrong in a value only ends it */
void
variable_environment_inert(struct makefile *, struct scope *,
                           void (*each)(void *arg, const char *name, const char *value),
                           void *arg);

/* += without expanding `value` whatever the flavor: .LOADED, MAKEFILE_LIST */
struct variable *
variable_append_verbatim(struct makefile *, const struct name *, const char *value,
                         const struct loc *);

/* $(origin) and $(flavor) words */
const char *
origin_word(enum origin);

#endif
