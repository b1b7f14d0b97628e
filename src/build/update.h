/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * update.h - the walk over the graph in GNU make's order: what is out of date, and what is to be done next.
 *
 *	struct update update = { .files = files, .vpaths = vpaths, .implicit = implicit, .options = ..., .run = ... };
 *	enum outcome outcome = update_goals(&update, goals, count);
 *
 * The walk goes down from each goal again and again, starting steps as their dependencies are done, until all goals are;
 * `run` carries steps out and tells of their end by update_finished().  Loop thread only.
 */
#ifndef SRC_BUILD_UPDATE_H
#define SRC_BUILD_UPDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/file.h"

struct implicit;
struct loc;
struct shuffle;
struct vpaths;

struct update_options {
	bool keep_going;    /* -k */
	bool question;      /* -q */
	bool touch;         /* -t */
	bool just_print;    /* -n */
	bool always_make;   /* -B */
	bool silent;        /* -s */
	bool check_symlinks; /* -L */
	bool remaking_makefiles;
};

enum update_say {
	UPDATE_SAY_NOTHING_TO_DO, /* Nothing to be done for 'x'. */
	UPDATE_SAY_UP_TO_DATE,    /* 'x' is up to date. */
	UPDATE_SAY_CIRCULAR,      /* Circular x <- y dependency dropped. */
	UPDATE_SAY_NO_RULE,       /* No rule to make target 'x'[, needed by 'y'] */
	UPDATE_SAY_NOT_REMADE,    /* Target 'x' not remade because of errors. */
	UPDATE_SAY_PEER,          /* pattern recipe did not update peer target 'x' */
};

struct update_run {
	void *self;
	/* carries out the step's recipe (never NULL); the end may come before it returns, or by wait() */
	void (*start)(void *self, struct step *);
	/* blocks until a started step has ended; false where none runs */
	bool (*wait)(void *self);
	void (*say)(void *self, enum update_say, const struct file *, const struct file *by);
	/* sets the file's time to now (-t) */
	enum outcome (*touch)(void *self, struct file *);
	/*
	 * Whether a step that time stamps find up to date (`stale` false) or not is to run: content may say otherwise.
	 * NULL: time stamps decide.
	 */
	bool (*decide)(void *self, struct step *, bool stale);
	/* adds dependencies that only the last run knows of, once for each step; may be NULL */
	void (*traced)(void *self, struct step *);
};

struct update {
	struct files *files;
	struct vpaths *vpaths;
	struct implicit *implicit;
	struct update_options options;
	struct update_run run;
	unsigned traced_depth;    /* traced dependencies on the way down to where the walk is */
	unsigned pass;            /* the present walk down from the goals */
	unsigned long started;    /* recipes with at least one line run or printed: counted by `run` */
	size_t last_order;
	struct makefile *makefile;
	struct shuffle *shuffle;  /* borrowed; NULL: all in the order of the makefile */
};

/* the worst outcome of all goals; messages as GNU make gives them */
enum outcome
update_goals(struct update *, struct file *const *goals, size_t count);

/* by `run`: a started step has ended */
void
update_finished(struct update *, struct step *, enum outcome);

/* time stamp of what is at the file's path, looked for in vpaths too; remembered */
file_time
update_time(struct update *, struct file *);

/* intermediate files that this build made and nothing keeps, in the order made; appended to `out` */
struct made_files {
	VEC(struct file *)
};
void
update_intermediates(const struct update *, struct made_files *out);

#endif
