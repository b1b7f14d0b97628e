/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jobs.h - runs the recipes of steps: line after line, several steps at once.
 *
 *	struct jobs *jobs = jobs_new(&config);
 *	jobs_start(jobs, step);        // waits for a free slot first
 *	while (jobs_wait(jobs)) ...    // until none runs
 *	jobs_free(jobs);
 *
 * The end of a step is told by `finished`, which may be called from within jobs_start.  Loop
 * thread only; wants SIGCHLD at its default.
 */
#ifndef SRC_BUILD_JOBS_H
#define SRC_BUILD_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "build/output.h"
#include "graph/file.h"

struct jobs;
struct jobserver;
struct makefile;

struct jobs_config {
	struct files *files;
	unsigned slots;     /* -j; 0: no limit but that of the jobserver */
	struct jobserver *jobserver; /* borrowed; NULL: none */
	double load;        /* -l; negative: no limit */
	bool just_print, question, touch, silent, ignore_errors;
	bool prints_all;    /* --trace: silent lines are echoed too */
	void *arg;
	void (*finished)(void *arg, struct step *, enum outcome);
	/* a line is about to be run or, under -n, would be */
	void (*line_started)(void *arg, struct step *);
	/* echo of a line: on standard output, as it stands */
	void (*echo)(void *arg, const struct step *, const char *text);
	/* what went wrong: "[Makefile:3: all] Error 1"; `ignored` lines go on */
	void (*failed)(void *arg, const struct step *, const char *text, bool ignored);
	/* a program that could not be started: "cc: No such file or directory" */
	void (*not_started)(void *arg, const char *text);
	/*
	 * looked at between processes: may stop and kill; the descriptor is readable where it has
	 * to be
	 */
	void (*between)(void *arg);
	int between_fd;          /* -1: none */
	/*
	 * -O: all that is said from now on goes to the output, opened if need be (NULL: to our
	 * own); false where it could not be, and nothing is held back any more.
	 */
	enum output_sync sync;
	bool (*redirect)(void *arg, struct output *);
	void (*show)(void *arg, struct output *);
	/* its recipe has been expanded and is about to run; may be NULL */
	void (*primed)(void *arg, struct step *);
	/* --debug=jobs: what becomes of processes, one line; may be NULL */
	void (*debug)(void *arg, const char *text);
	/* a slot is free for the step: its recipe is expanded next; may be NULL */
	void (*begun)(void *arg, struct step *);
	/* how the processes of a step enter its view; view() NULL: they do not */
	int (*enter)(void *view);
	int (*enter_for_make)(void *view); /* for lines that run make */
	void *(*view)(void *arg, struct step *);
	/*
	 * Blocks until the state of a child may have changed or the descriptor (-1: none) is
	 * readable, serving others meanwhile; false where there is nobody to serve, and then it
	 * did not.  May be NULL.
	 */
	bool (*idle)(void *arg, int fd);
	const char *directory; /* our working directory, to be entered in the view; borrowed */
};

struct jobs *
jobs_new(const struct jobs_config *);
/* none may be running */
void
jobs_free(struct jobs *);

/* -n, -q and -t from now on */
void
jobs_set_mode(struct jobs *, bool just_print, bool question, bool touch);

void
jobs_start(struct jobs *, struct step *);
/* blocks until some step has ended; false where none runs or a signal came */
bool
jobs_wait(struct jobs *);
/* how many steps run */
size_t
jobs_running(const struct jobs *);
/* what runs is let come to its end, nothing more is started */
void
jobs_stop(struct jobs *);
void
jobs_each(struct jobs *, void (*each)(void *arg, struct step *), void *arg);
/* sends the signal to all that run; their steps end when they do */
void
jobs_kill(struct jobs *, int signal_number);

#endif
