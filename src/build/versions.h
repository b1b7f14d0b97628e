/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * versions.h - which step made which version of a path: what the tree looks like from a step's place in the order.
 *
 *	struct versions *versions = versions_new();
 *	versions_load(versions, traces);                    // what earlier builds left
 *	versions_replace(versions, trace);                  // a step ran again
 *	const struct version *v = versions_owner(versions, "/p/gen.h");
 *
 * A step sees the tree without what steps after it did (DESIGN 3.2): `versions_undone` tells the state that a path had
 * before them.  Paths and names are copied.  Loop thread.
 */
#ifndef SRC_BUILD_VERSIONS_H
#define SRC_BUILD_VERSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/trace.h"

struct listing;
struct trace_store;
struct versions;

struct version {
	const char *path;
	const char *directory, *target; /* whose effect; equal ones are one pointer */
	uint64_t build, order;
	struct state before, after;
	struct version *next;           /* another one of the same path */
	struct version *next_of_step;
};

struct versions *
versions_new(void);
void
versions_free(struct versions *);
void
versions_load(struct versions *, struct trace_store *);
/* the step's effects are now those of this trace */
void
versions_replace(struct versions *, const struct trace *);

/* the last one that left something at the path; NULL where no step did */
const struct version *
versions_owner(const struct versions *, const char *path);

/* whether any step did something to the path */
bool
versions_any(const struct versions *, const char *path);

/* whether any step did something to a name in the directory */
bool
versions_any_below(const struct versions *, const char *directory);

/* which steps come after the one that looks */
struct versions_look {
	bool (*is_later)(void *arg, const struct version *);
	void *arg;
};
/*
 * The state of the path without what later steps did, given that on disk it is `now` (with its digest); NULL where they did nothing to it, or
 * it is no longer as they left it.
 */
const struct state *
versions_undone(const struct versions *, const struct versions_look *, const char *path,
                const struct state *now);
/* takes the names that later steps made out of a directory's list, and puts those back that they deleted */
void
versions_filter(const struct versions *, const struct versions_look *, const char *directory,
                struct listing *);

#endif
