/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule.h - what the makefiles said: targets with their rules, pattern rules, vpaths.
 *
 *	const struct target *t = target_find(mk, name_of(mk->names, "all"));
 *	for (size_t i = 0; t && i < t->rules.count; i++) use(t->rules.at[i]);
 *
 * This is the model that reading ends in.  It holds no build state: what is on disk, what is up to
 * date and what runs is the graph's and the build's.  All lives as long as its makefile.
 */
#ifndef PARSER_RULE_H
#define PARSER_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/vec.h"
#include "parser/loc.h"

struct makefile;
struct name;
struct pattern_setting;
struct scope;
struct target;

/* the lines of a recipe as written, without the prefix that begins each; backslash-newlines and
   what follows them stand as they are */
struct recipe {
	struct loc loc;  /* of its first line; no file: built in */
	char *text;      /* each line ends in '\n' */
	size_t len;
	char prefix;     /* .RECIPEPREFIX in force */
	/* by recipe_chop: */
	char **lines;
	size_t line_count;
	unsigned char *line_flags; /* RECIPE_* found before expansion */
	unsigned char any_flags;
};
#define RECIPE_SILENT 1  /* @ */
#define RECIPE_IGNORE 2  /* - */
#define RECIPE_RECURSE 4 /* + , $(MAKE), ${MAKE} */

/* fills lines, line_flags and any_flags, once; under .ONESHELL all is one line */
void
recipe_chop(struct makefile *, struct recipe *);

struct prerequisite {
	const struct name *name;
	bool order_only;
	bool is_wait; /* .WAIT stood before it */
};
struct prerequisites {
	VEC(struct prerequisite)
};

/* splits expanded text at blanks, | and .WAIT, with wildcards and archive members; appends; cuts
   up the text */
void
prerequisites_split(struct makefile *, char *text, struct prerequisites *out);

/* targets of &: that one recipe makes */
struct group {
	VEC(struct target *)
};

/* one explicit rule as far as it concerns one target */
struct rule {
	struct loc loc;
	struct prerequisites prerequisites; /* not to be added to */
	/*
	 * .SECONDEXPANSION: the prerequisites as text, to be expanded in the target's scope and
	 * split; else NULL.  The first % of each word of a static pattern rule is "$*" already.
	 */
	const char *unexpanded;
	struct recipe *recipe;   /* NULL: none, or another rule's has replaced it */
	const struct name *stem; /* static pattern rules, else NULL */
	struct group *group;     /* &:, else NULL */
};

struct target {
	const struct name *name;
	/*
	 * Of a :: target in the order read, each on its own.  Else those with prerequisites or a
	 * recipe, in the order in which their prerequisites count: a rule with a recipe before
	 * those read earlier.
	 */
	struct {
		VEC(struct rule *)
	} rules;
	struct recipe *recipe;   /* not of ::; also that of a built-in suffix rule */
	const struct name *stem; /* not of ::; of its last static pattern rule, else NULL */
	struct group *group;     /* not of ::; the one in force */
	struct scope *scope;     /* target-specific variables, or NULL */
	struct scope *pattern_scope; /* private to target_scope */
	struct loc loc;
	bool is_double_colon : 1;
	bool is_target : 1;      /* stands left of a colon, or is phony */
	bool is_explicit : 1;    /* a makefile mentions it: not intermediate of itself */
	bool is_builtin : 1;     /* only known from the built-in rules */
	bool is_pattern_searched : 1; /* private to target_scope */
	/* by rules_finish: */
	bool is_phony : 1, is_precious : 1, is_intermediate : 1, is_secondary : 1;
	bool is_notintermediate : 1, is_low_resolution : 1, is_silent : 1, is_ignore : 1;
	bool is_wait_all : 1;    /* named by .NOTPARALLEL: a .WAIT before each but the first */
};

struct target_pattern {
	const struct name *name; /* unquoted */
	size_t percent;          /* where the % is */
};

struct pattern_rule {
	struct {
		VEC(struct target_pattern)
	} targets;
	struct prerequisites prerequisites; /* patterns, as written */
	const char *unexpanded; /* .SECONDEXPANSION: all of them as text, or NULL */
	struct recipe *recipe;  /* NULL: it takes a rule away, or keeps match-anything rules off */
	struct loc loc;
	bool is_terminal; /* :: */
	bool in_use;      /* against recursion, set by the implicit search */
};

struct vpath { /* a directive; VPATH and GPATH are variables */
	const struct name *pattern; /* unquoted up to its % */
	size_t percent;             /* where that is, or the pattern's length */
	struct {
		VEC(const struct name *) /* no slash at the end */
	} directories;
};

struct names_list {
	VEC(const struct name *)
};

struct rules {
	struct {
		VEC(struct target *)
	} target_order; /* as first seen */
	struct {
		VEC(struct pattern_rule *)
	} patterns; /* search order, built-in ones last */
	struct {
		VEC(struct pattern_setting *)
	} settings; /* %.o: CFLAGS += ..., by target_scope.c */
	bool settings_unsorted;
	struct {
		VEC(struct vpath *)
	} vpaths;
	struct names_list suffixes; /* .SUFFIXES as it stands */
	struct names_list tmake_state, tmake_ambient; /* our own special targets: patterns */
	struct target *default_target;                /* .DEFAULT; its recipe counts */
	struct {
		VEC(struct group *)
	} groups;
	/* special targets, some by rules_finish */
	bool all_silent, all_ignore, all_secondary, all_notintermediate;
	bool not_parallel, one_shell, posix, delete_on_error, second_expansion, export_all;
	bool has_builtin_suffixes, has_builtin_variables;
	bool warned_wait_prerequisites, warned_wait_recipe;
};

/* NULL where it was never named; a leading ./ is no part of a name */
struct target *
target_find(const struct makefile *, const struct name *);
/* makes it, empty, where there is none */
struct target *
target_of(struct makefile *, const struct name *);

/*
 * After reading: marks what special targets name, makes pattern rules of suffix rules, adds the
 * built-in ones.  Once; from then on `reading` is false.
 */
void
rules_finish(struct makefile *);

/*
 * The variables of a target, on top of `parent`: the scope of the target that needs it first, or
 * the globals.  Pattern-specific settings that fit are made on the first call.
 */
struct scope *
target_scope(struct makefile *, struct target *, struct scope *parent);

/* ---- to build the model: eval.c and builtin.c ---- */

/* with a copy of the text */
struct recipe *
recipe_new(struct makefile *, const char *text, size_t len, char prefix, const struct loc *);
struct pattern_rule *
pattern_rule_new(struct makefile *);
/*
 * Puts the rule last, and takes out one with the same targets and prerequisites, or where
 * `override` is false leaves that one.
 */
void
pattern_rule_add(struct rules *, struct pattern_rule *, bool override);
/* the name unquoted up to its first %; false where it has none */
bool
target_pattern_of(struct makefile *, const struct name *, struct target_pattern *out);
/* whether the word matches; then where its stem is */
bool
target_pattern_match(const struct target_pattern *, const struct name *word, const char **stem,
                     size_t *stem_len);

#endif
