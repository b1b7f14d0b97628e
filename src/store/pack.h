/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.h - traces as bytes.  Pure; what it reads may be damaged in any way.
 *
 *	pack_trace(pack, trace, &bytes);
 *	struct trace *same = pack_open_trace(pack, directory, target, bytes.data, bytes.len);
 *
 * A *fact* is a path with a state in which it was seen; facts are numbered, and a trace's accesses
 * are runs of numbers: of 250 compilations that read the same 300 headers each costs some tens of
 * bytes.  Texts that many traces share are numbered too.  A pack owns both tables; the store keeps
 * them as pages.  Traces borrow paths and texts from it.
 */
#ifndef SRC_STORE_PACK_H
#define SRC_STORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/trace.h"

struct buf;
struct pack;

struct pack *
pack_new(void);
void
pack_free(struct pack *);

size_t
pack_fact_count(const struct pack *);
/* appends `count` facts from the number `first` */
void
pack_page(const struct pack *, size_t first, size_t count, struct buf *out);
/* makes them known again, pages in their order; false: damaged, as is then all that refers to
   facts */
bool
pack_open_page(struct pack *, size_t first, size_t count, const void *data, size_t len);

/* shared texts are numbered from 1, NULL for other numbers */
size_t
pack_shared_count(const struct pack *);
const void *
pack_shared(const struct pack *, size_t number, size_t *len);
/* in their order; false: damaged */
bool
pack_open_shared(struct pack *, size_t number, const void *data, size_t len);

/* all but directory, target and processes */
void
pack_trace(struct pack *, const struct trace *, struct buf *out);
/* NULL: damaged */
struct trace *
pack_open_trace(const struct pack *, const char *directory, const char *target, const void *data,
		size_t len);

struct pack_head {
	uint64_t build, order;
};
/* only the effects, quickly; their paths are the pack's.  False: damaged, some may have been
   passed on */
bool
pack_open_effects(const struct pack *, const void *data, size_t len,
		  void (*each)(void *arg, const struct pack_head *, const struct effect *),
		  void *arg);

void
pack_processes(const struct trace *, struct buf *out);
/* into a trace that has none */
bool
pack_open_processes(struct trace *, const void *data, size_t len);

#endif
