/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evaluation.h - what the files of the reader share: eval.c, include.c, rule_line.c, rule_record.c.
 *
 * A `struct reading` is one text that is being evaluated: a makefile or the argument of $(eval).
 * They nest; each level's is kept for the next text of that depth.
 */
#ifndef PARSER_EVALUATION_H
#define PARSER_EVALUATION_H

#include <stdbool.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "parser/conditional.h"
#include "parser/loc.h"
#include "parser/reader.h"
#include "parser/rule.h"

struct makefile;
struct name;

/* a rule whose recipe is being read: it ends at the next line that is none of it */
struct pending_rule {
	bool has_targets;
	bool ignores_recipe;  /* a rule line without targets: its recipe counts for nothing */
	bool is_double_colon;
	bool is_grouped;
	char prefix;          /* .RECIPEPREFIX in force */
	struct names_list targets;
	const struct name *static_pattern; /* as written, or NULL */
	char *prerequisites;  /* expanded; in the line or in `expanded` */
	struct buf expanded;
	struct buf recipe;    /* lines without their prefix, each with its newline */
	struct loc loc;
	struct loc recipe_loc;
	struct prerequisites split; /* room, used while it is recorded */
};

struct reading {
	struct makefile *mk;
	struct reader reader;
	struct conditionals conditionals;
	bool is_in_skipped_define;
	bool sets_default_goal;
	struct pending_rule pending;
	struct buf plain;   /* a line joined and without comment */
	struct buf targets; /* the expanded beginning of a rule line */
	struct buf text;    /* the argument of $(eval) */
};

struct evaluation {
	struct {
		VEC(struct reading *)
	} levels; /* owned */
	size_t depth;       /* of them in use */
	size_t file_depth;  /* those that are files */
	const struct name *default_goal, *makefile_list;
	struct names_list loaded; /* objects */
};

/* made on first use */
struct evaluation *
evaluation_of(struct makefile *);
/* NULL, and an error, where they nest too deeply */
struct reading *
reading_begin(struct makefile *, const struct loc *from, bool is_file);
/* evaluates all that its reader gives, and ends it */
void
reading_run(struct reading *, bool is_file);

/* one makefile of an include, -include, sinclude */
void
include_makefile(struct makefile *, const struct name *, unsigned flags, const struct loc *from);
/* "OBJECT" or "OBJECT(SYMBOL)" */
void
load_object(struct makefile *, const char *object, bool optional, const struct loc *);

/* a line that is no directive: target-specific variable or rule */
void
rule_line(struct reading *, struct line *);
/* ends the pending rule, if there is one */
void
rule_record(struct reading *);

#endif
