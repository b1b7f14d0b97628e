/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tracer.h - steps with a memory: verdicts from what their last runs saw, runs in views, traces into the store.
 *
 *	struct tracer *tracer = tracer_new(&config);
 *	if (tracer_judge(tracer, step, stale)) {       // does it run?
 *		tracer_begin(tracer, step);                         // a view for its processes
 *		spawn(... .enter = view_enter, .enter_arg = tracer_view(tracer, step) ...);
 *		tracer_end(tracer, step, outcome);                  // its trace goes to the store
 *	}
 *	tracer_free(tracer);
 *
 * Views, and with them the guard and the private namespace, are set up when the first step runs: a build with nothing to do
 * pays for none of it.  Where there can be no store or no FUSE, GNU make's rules hold and one warning says why.
 */
#ifndef SRC_BUILD_TRACER_H
#define SRC_BUILD_TRACER_H

#include <stdbool.h>

#include "graph/file.h"

struct buf;
struct trace;
struct tracer;
struct verdict;
struct world;

struct tracer_config {
	struct files *files;
	struct world *world;
	const char *directory;    /* absolute working directory; borrowed, like all below */
	bool compare_time;        /* time stamps decide, traces are kept all the same */
	bool always_make;         /* -B */
	bool is_dry;              /* -n, -q, -t, --why: nothing is run, nothing written */
	bool is_off;              /* neither store nor views */
	const char *top;          /* address of the tmake whose view we were started in; NULL: none */
	const char *const *new_files, *const *old_files; /* -W and -o, absolute, NULL-terminated */
	void *arg;
	/* what recipes run finds us at this address, "": it is on its own, unseen; may be NULL */
	void (*serves)(void *arg, const char *address);
	/* one warning or note, without end of line */
	void (*say)(void *arg, const char *text);
	/* the verdict as one line of text, to be kept with the run; may be NULL */
	void (*describe)(void *arg, const struct verdict *, const struct trace *last, struct buf *out);
	/* each verdict as it falls, `last` with its processes; may be NULL */
	void (*judged)(void *arg, const struct step *, const struct verdict *, struct trace *last,
	               bool runs);
};

struct tracer *
tracer_new(const struct tracer_config *);
/* -B, from now on */
void
tracer_set_always_make(struct tracer *, bool);
/* all runs must have ended */
void
tracer_free(struct tracer *);

/* adds the steps whose effects the last run of this one read: they are to be judged first */
void
tracer_add_dependencies(struct tracer *, struct step *);
/* whether the step runs; one that is kept against its time stamps is touched */
bool
tracer_judge(struct tracer *, struct step *, bool is_stale);

void
tracer_begin(struct tracer *, struct step *);
/* the view of its processes, for tracer_enter(); NULL where it runs without */
void *
tracer_view(struct tracer *, struct step *);
/* for spawn.enter: how a process enters a view; one that runs make may go on to others */
int (*tracer_enter(const struct tracer *, bool for_make))(void *view);
/* blocks until a child may have ended or `fd` (-1: none) is readable, and serves sub-makes meanwhile */
void
tracer_wait(struct tracer *, int fd);
/* the same, but returns at the first that happens; false, at once, where nobody is to be served */
bool
tracer_idle(struct tracer *, int fd);
void
tracer_end(struct tracer *, struct step *, enum outcome);

#endif
