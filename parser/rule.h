/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule.h - what the makefiles said: targets with their rules, pattern rules, vpaths.
 *
 * This is the model that reading ends in.  It holds no build state: what is on disk, what is up to date and what runs is
 * the graph's and the build's.  All is owned by the makefile and lives as long as it.
 */
#ifndef PARSER_RULE_H
#define PARSER_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/map.h"
#include "parser/base/vec.h"
#include "parser/loc.h"

struct makefile;
struct name;
struct scope;

/* the lines of a recipe, as written: unexpanded, each with its continuation lines, without the recipe prefix of
   the first (backslash-newline is kept, and the prefix after it dropped, as GNU make does) */
struct recipe {
	struct loc loc;  /* line of the first recipe line */
	char *text;      /* owned; lines joined by '\n' */
	char prefix;     /* .RECIPEPREFIX in force */
	bool is_builtin;
	/* chopped on demand: */
	char **lines;
	size_t line_count;
	unsigned char *line_flags; /* RECIPE_* found before expansion */
	unsigned char any_flags;
};
#define RECIPE_SILENT 1  /* @ */
#define RECIPE_IGNORE 2  /* - */
#define RECIPE_RECURSE 4 /* + , $(MAKE), ${MAKE} */

/* fills lines, line_flags and any_flags */
void
recipe_chop(struct recipe *);

struct prerequisite {
	const struct name *name;
	bool order_only;
	bool is_wait;            /* .WAIT stood before it */
	bool needs_expansion;    /* has $ left: .SECONDEXPANSION, expanded by the graph */
	bool from_static_pattern;
	const struct name *stem; /* of its static pattern rule, else NULL */
	bool is_explicit;        /* named in a makefile ("mentioned"), not found by implicit search */
};
struct prerequisites {
	VEC(struct prerequisite)
};

/* one explicit rule as far as it concerns one target */
struct rule {
	struct loc loc;
	struct prerequisites prerequisites;
	struct recipe *recipe;   /* NULL: only prerequisites */
	const struct name *stem; /* static pattern rules */
	struct group *group;     /* &: targets made together, or NULL */
	bool initialized;        /* `target_of` has been told of its recipe */
	const char *unexpanded;  /* second expansion: prerequisite text as read, or NULL */
};
struct group {
	VEC(struct target *)
};

struct target {
	const struct name *name;
	VEC(struct rule *) /* in the order read; for a single-colon target at most one has a recipe (the last read) */
	struct scope *scope;     /* target-specific variables, or NULL */
	bool is_double_colon;
	bool is_target;          /* stands left of a colon somewhere */
	bool is_mentioned;       /* stands somewhere as a prerequisite or target */
	bool is_phony, is_precious, is_intermediate, is_secondary, is_notintermediate;
	bool is_low_resolution, is_silent, is_ignore, is_wait_all; /* is_wait_all: named by .NOTPARALLEL */
	bool is_suffix_rule;     /* was turned into a pattern rule */
	struct loc loc;
};

struct pattern_rule {
	VEC(const struct name *) /* target patterns */
	struct { VEC(const char *) } suffix_after_percent; /* for quick matching, same order */
	struct prerequisites prerequisites;
	const char *unexpanded;  /* as in struct rule */
	struct recipe *recipe;   /* never NULL: without one it has cancelled another */
	struct loc loc;
	bool is_terminal;        /* :: */
	bool is_builtin;
	bool in_use;             /* against recursion, set by the implicit search */
};

struct pattern_scope { /* %.o: CFLAGS += ... */
	const struct name *pattern;
	struct scope *scope;
	size_t order;            /* definition order; longest stem last wins at equal length */
	struct variable_setting *settings; /* applied to each new matching target in order */
	size_t setting_count;
};
struct variable_setting;

struct vpath {
	const struct name *pattern;
	VEC(const struct name *) /* directories */
};

struct rules {
	struct map targets;      /* name -> struct target */
	struct { VEC(struct target *) } target_order; /* as first seen */
	struct { VEC(struct pattern_rule *) } patterns; /* search order, built-in ones last */
	struct { VEC(struct pattern_scope *) } pattern_scopes; /* in the order to apply: shortest pattern first */
	struct { VEC(struct vpath *) } vpaths; /* `vpath` directives; VPATH and GPATH are variables */
	struct { VEC(const struct name *) } suffixes; /* .SUFFIXES as it stands */
	struct recipe *default_recipe; /* .DEFAULT */
	struct target *default_target;
	/* special targets without prerequisites */
	bool all_precious, all_silent, all_ignore, all_secondary, all_notintermediate;
	bool not_parallel, one_shell, posix, delete_on_error, second_expansion, export_all;
	size_t longest_target_pattern_dependencies;
};

/* NULL where it was never named */
struct target *
target_find(const struct makefile *, const struct name *);
/* makes it, empty, where there is none */
struct target *
target_of(struct makefile *, const struct name *);

/* pattern and suffix rules as the search needs them: converts suffix rules, drops cancelled ones; once, after reading */
void
rules_finish(struct makefile *);

/* fills `scope` (a target's new one) with all pattern-specific settings that fit `name`, then its own target-specific ones */
struct scope *
target_scope(struct makefile *, const struct name *target, struct scope *parent);

#endif
