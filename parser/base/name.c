/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/base/name.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/bug.h"

struct slot {
	struct name *name; /* the arena's */
	uint32_t hash;     /* of it, so that a look-up seldom reads a wrong name */
};

struct names {
	struct slot *slots;  /* owned */
	size_t size;         /* a power of two */
	size_t count;
	struct arena *arena;
};

enum { FIRST_SIZE = 1024 };

struct names *
names_new(void)
{
	struct names *names = xcalloc(1, sizeof *names);
	names->size = FIRST_SIZE;
	names->slots = xcalloc(FIRST_SIZE, sizeof *names->slots);
	names->arena = arena_new();
	return names;
}

void
names_free(struct names *names)
{
	if (!names)
		return;
	arena_free(names->arena);
	free(names->slots);
	free(names);
}

static uint32_t
hash_of(const char *text, size_t len)
{
	const uint64_t k = UINT64_C(0x9fb21c651e98df25);
	uint64_t h = len * k;
	uint64_t word;
	for (; len >= 8; len -= 8, text += 8) {
		memcpy(&word, text, 8);
		h = (h ^ word) * k;
		h ^= h >> 29;
	}
	word = 0;
	if (len)
		memcpy(&word, text, len);
	h = (h ^ word) * k;
	return (uint32_t)(h >> 32);
}

/* the slot of the text: its name's, or the free one where it belongs */
static struct slot *
slot_of(const struct names *names, const char *text, size_t len, uint32_t hash)
{
	for (size_t i = hash & (names->size - 1);; i = (i + 1) & (names->size - 1)) {
		struct slot *s = &names->slots[i];
		if (!s->name || (s->hash == hash && s->name->len == len &&
		                 memcmp(s->name->text, text, len) == 0))
			return s;
	}
}

static void
grow(struct names *names)
{
	struct slot *old = names->slots;
	size_t old_size = names->size;
	names->size *= 2;
	names->slots = xcalloc(names->size, sizeof *old);
	for (size_t i = 0; i < old_size; i++) {
		if (!old[i].name)
			continue;
		size_t at = old[i].hash & (names->size - 1);
		while (names->slots[at].name)
			at = (at + 1) & (names->size - 1);
		names->slots[at] = old[i];
	}
	free(old);
}

const struct name *
name_intern(struct names *names, const char *text, size_t len)
{
	uint32_t hash = hash_of(text, len);
	struct slot *slot = slot_of(names, text, len, hash);
	if (slot->name)
		return slot->name;
	if (len > UINT32_MAX - 1)
		BUG("name of 4 GiB");
	struct name *n = arena_alloc(names->arena, sizeof *n + len + 1);
	n->hash = hash;
	n->len = (uint32_t)len;
	if (len)
		memcpy(n->text, text, len);
	*slot = (struct slot){ n, hash };
	if (++names->count * 4 > names->size * 3)
		grow(names);
	return n;
}

const struct name *
name_of(struct names *names, const char *text)
{
	return name_intern(names, text, strlen(text));
}

const struct name *
name_find(const struct names *names, const char *text, size_t len)
{
	return slot_of(names, text, len, hash_of(text, len))->name;
}

void
name_bind(const struct name *name, void *value)
{
	((struct name *)name)->bound = value; /* no name is made constant: see name_intern */
}

void
name_bind_target(const struct name *name, void *target)
{
	((struct name *)name)->target = target;
}

void
name_note_local(const struct name *name)
{
	((struct name *)name)->is_local = true;
}
