/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/bug.h"

struct block {
	struct block *below; /* owned */
	size_t size;
	size_t used;
	alignas(max_align_t) char data[];
};

struct arena {
	struct block *top;
	struct block *spare; /* kept by arena_reset, against malloc and free in turn */
	struct block first;
};

enum { FIRST_BLOCK = 4000, LARGEST_STEP = 1 << 20 };

struct arena *
arena_new_sized(size_t size)
{
	struct arena *arena = xmalloc(sizeof *arena + size);
	arena->top = &arena->first;
	arena->spare = NULL;
	arena->first.below = NULL;
	arena->first.size = size;
	arena->first.used = 0;
	return arena;
}

struct arena *
arena_new(void)
{
	return arena_new_sized(FIRST_BLOCK);
}

void
arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free(arena->spare);
	for (struct block *b = arena->top, *below; b != &arena->first; b = below) {
		below = b->below;
		free(b);
	}
	free(arena);
}

static void
add_block(struct arena *arena, size_t size)
{
	size_t wanted = arena->top->size * 2;
	if (wanted > LARGEST_STEP)
		wanted = LARGEST_STEP;
	if (wanted < size)
		wanted = size;

	struct block *b = arena->spare;
	arena->spare = NULL;
	if (!b || b->size < size) {
		free(b);
		b = xmalloc(sizeof *b + wanted);
		b->size = wanted;
	}
	b->used = 0;
	b->below = arena->top;
	arena->top = b;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size_t align = alignof(max_align_t);
	size = (size + align - 1) / align * align;
	if (arena->top->size - arena->top->used < size)
		add_block(arena, size);
	struct block *b = arena->top;
	void *result = b->data + b->used;
	b->used += size;
	return memset(result, 0, size);
}

char *
arena_dup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);
	if (len)
		memcpy(copy, text, len);
	return copy;
}

struct arena_mark
arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->top, arena->top->used };
}

void
arena_reset(struct arena *arena, struct arena_mark mark)
{
	while (arena->top != mark.block) {
		struct block *b = arena->top;
		if (b == &arena->first)
			BUG("arena_reset: not a mark of this arena");
		arena->top = b->below;
		if (!arena->spare || arena->spare->size < b->size) {
			free(arena->spare);
			arena->spare = b;
		} else {
			free(b);
		}
	}
	arena->top->used = mark.used;
}
