/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trace_store.h - the last trace of every step.
 *
 *	struct trace_store *traces = trace_store_new(store);
 *	struct trace *last = trace_store_get(traces, directory, target);    // NULL: never ran
 *	trace_store_put(traces, trace);           // queued, seen by get at once
 *	trace_store_flush(traces);                // one transaction, when idle
 *
 * Packed: what was seen of a path (a *fact*) is kept once for all traces, a trace's accesses are
 * numbers of facts.  Traces from here borrow paths from the trace store: free them first.  Equal
 * paths, of effects too, are the same pointer.
 */
#ifndef SRC_STORE_TRACE_STORE_H
#define SRC_STORE_TRACE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "trace/trace.h"

struct snapshot_cache;
struct store;
struct trace_store;

/* store NULL: nothing is kept beyond this process, everything else works */
struct trace_store *
trace_store_new(struct store *);
/* flushes */
void
trace_store_free(struct trace_store *);

/* Without its processes (processes_unread is set).  A damaged record is as none.  Caller frees, at
   once where the step is kept: memory that is used again is what makes the next get quick. */
struct trace *
trace_store_get(struct trace_store *, const char *directory, const char *target);
/* reads them, for --why and reports; 0 or -errno */
int
trace_store_processes(struct trace_store *, struct trace *);
/* replaces; the trace is the caller's as before */
void
trace_store_put(struct trace_store *, const struct trace *);
void
trace_store_delete(struct trace_store *, const char *directory, const char *target);
/* a number for this build, greater than any before; written with the first flush that has
   something to write */
uint64_t
trace_store_begin_build(struct trace_store *);
/* 0 or -errno; what could not be written stays known in this process */
int
trace_store_flush(struct trace_store *);
/* bytes that wait for a flush */
size_t
trace_store_pending(const struct trace_store *);

/* every trace, by directory and target, without processes; stops when the function returns
   false.  Do not put or delete meanwhile. */
void
trace_store_each(struct trace_store *, bool (*each)(void *arg, struct trace *), void *arg);

/* who made what: one call for each effect of each trace, quick.  `order` and `build` as in the
   trace.  All is borrowed for the call but the path, which lives as long as the trace store. */
struct effect_owner {
	const char *directory, *target;
	uint64_t build, order;
};
void
trace_store_each_effect(struct trace_store *,
			void (*each)(void *arg, const struct effect_owner *, const struct effect *),
			void *arg);

/* the digest cache of this store, for snapshot_new */
const struct snapshot_cache *
trace_store_digests(struct trace_store *);

#endif
