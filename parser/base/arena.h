/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arena.h - memory that is freed all at once, or back to a mark.
 *
 *	struct arena_mark mark = arena_mark(a);
 *	char *copy = arena_dup(a, text, len);
 *	arena_reset(a, mark);                 // copy is gone
 */
#ifndef PARSER_BASE_ARENA_H
#define PARSER_BASE_ARENA_H

#include <stddef.h>

struct arena;
struct arena_mark {
	void *block;
	size_t used;
};

struct arena *
arena_new(void);
/* for content that is known to be small: the first block has room for `size` bytes */
struct arena *
arena_new_sized(size_t size);
void
arena_free(struct arena *);
/* zeroed, aligned for any type; never NULL */
void *
arena_alloc(struct arena *, size_t size);
/* copy with a NUL behind */
char *
arena_dup(struct arena *, const char *text, size_t len);
struct arena_mark
arena_mark(const struct arena *);
void
arena_reset(struct arena *, struct arena_mark);

#endif
