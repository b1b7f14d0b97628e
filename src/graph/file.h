/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file.h - the build graph: files, the steps that make them, the files these depend on.
 *
 *	struct files *files = files_new(mk);
 *	struct file *all = file_of(files, name_of(mk->names, "all"));
 *	file_resolve(files, all);                     // explicit rules to steps, second expansion
 *	for (size_t i = 0; i < all->steps.count; i++) ... all->steps.at[i]->dependencies ...
 *	files_free(files);
 *
 * A file is GNU make's: what a name means in a build, be it on disk or not.  It has one step, or one for each of its ::
 * rules; a step without a recipe only joins its dependencies.  Made lazily: what no goal needs is never resolved.
 * How far a build has come with a file or a step is the business of build/update.c, which owns the fields named so.
 */
#ifndef SRC_GRAPH_FILE_H
#define SRC_GRAPH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/map.h"
#include "parser/base/vec.h"
#include "parser/loc.h"

struct file;
struct makefile;
struct name;
struct prerequisites;
struct recipe;
struct scope;
struct target;

struct dependency {
	struct file *file;
	bool order_only;
	bool is_wait; /* .WAIT stood before it */
	bool is_traced; /* no makefile says so, but its last run read what that file's step makes */
	bool changed; /* update: made again or newer; what $? is of */
	size_t place, turn; /* update, under --shuffle: among all, as named and as walked */
};
struct dependencies {
	VEC(struct dependency)
};

/* times in nanoseconds since the epoch; a real one is at least TIME_OLDEST */
typedef int64_t file_time;
#define TIME_UNKNOWN INT64_C(0)
#define TIME_ABSENT INT64_C(1)
#define TIME_OLD INT64_C(2)     /* -o: older than any file */
#define TIME_OLDEST INT64_C(3)
#define TIME_NEW INT64_MAX      /* newer than any file: made just now, or by -W */

enum progress { PROGRESS_NONE, PROGRESS_WAITING, PROGRESS_RUNNING, PROGRESS_DONE };
enum outcome { OUTCOME_SUCCESS, OUTCOME_QUESTION, OUTCOME_FAILED };

struct step {
	struct file *file;
	struct recipe *recipe;   /* NULL: none */
	struct loc loc;          /* of its rule */
	const struct name *stem; /* what % stands for, or NULL */
	struct dependencies dependencies; /* owned */
	struct {
		VEC(struct file *) /* owned; made by the same recipe: &: groups, pattern rules of several targets */
	} also_made;
	bool is_implicit;        /* found by the implicit search */
	struct scope *scope;     /* automatic variables over the target's; made when it is needed */
	/* update: */
	enum progress progress;
	enum outcome outcome;
	unsigned considered;     /* the walk that last looked at it */
	bool is_updating;        /* the walk is below it: against cycles */
	bool must_run;           /* what it made is needed and is not there, whatever its verdict was */
	bool has_traced;         /* traced dependencies were added */
	bool is_shuffled;        /* its dependencies have their turns */
};

struct file {
	const struct name *name; /* as makefiles say it */
	const char *path;        /* where it is: the name, or what a vpath search found */
	struct target *target;   /* NULL: no makefile names it */
	struct file *same_as;    /* update: a vpath search found this one, which has a rule of its own */
	struct {
		VEC(struct step *) /* owned; one, unless of :: */
	} steps;
	struct file *parent;     /* update: who first needed it; its target-specific variables are inherited */
	bool is_resolved;
	bool is_target;          /* has a rule, explicit or found */
	bool is_searched;        /* the implicit search was tried */
	bool is_intermediate;    /* only an implicit chain knows it, or .INTERMEDIATE */
	bool is_precious;        /* not to be deleted when interrupted, nor as intermediate */
	bool is_explicit;        /* named by a makefile or as a goal */
	bool is_double_colon;
	bool is_phony;
	bool is_goal;
	bool is_makefile;        /* read by us: errors of remaking it are judged later */
	bool ignores_vpath;      /* it was made where it is named */
	bool is_optional;        /* an -include: that it cannot be made is no error */
	/* update: */
	file_time mtime;         /* as known; TIME_UNKNOWN: not asked */
	file_time mtime_before;  /* before this build touched it */
	bool was_made;           /* a recipe of it ran, or would have */
	bool was_made_by_us;     /* did not exist when the build began: an intermediate may be deleted */
	bool is_complained;      /* "No rule to make target" was said */
	size_t order;            /* place in the serial order, from 1; 0: not yet visited */
};

struct files {
	struct makefile *makefile; /* borrowed */
	struct map by_name;        /* name -> struct file, owned */
	struct {
		VEC(struct file *)
	} all; /* as first needed */
};

struct files *
files_new(struct makefile *);
void
files_free(struct files *);

/* makes it where there is none */
struct file *
file_of(struct files *, const struct name *);
/* NULL where nothing has asked for it yet */
struct file *
file_find(const struct files *, const struct name *);

/* fills `steps` from the explicit rules, once; may leave a sticky error (second expansion) */
void
file_resolve(struct files *, struct file *);

/* a step with the file's target-specific variables below automatic ones; the scope of the step, made if need be */
struct scope *
step_scope(struct files *, struct step *);

/* appends the files of the prerequisites */
void
dependencies_add(struct files *, struct dependencies *, const struct prerequisites *);

#endif
