/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/base/map.h"

#include <stdint.h>
#include <stdlib.h>

#include "parser/base/bug.h"

/* stands for a removed key; no object of a caller has this address */
static const char removed;

void
map_release(struct map *map)
{
	free(map->slots);
	*map = (struct map)MAP_INIT;
}

static size_t
slot_of(const struct map *map, const void *key)
{
	uint64_t h = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32) & (map->size - 1);
}

/* the slot that holds `key`, or NULL */
static struct map_slot *
find(const struct map *map, const void *key)
{
	if (!map->size)
		return NULL;
	for (size_t i = slot_of(map, key);; i = (i + 1) & (map->size - 1)) {
		struct map_slot *s = &map->slots[i];
		if (s->key == key)
			return s;
		if (!s->key)
			return NULL;
	}
}

static void
insert_new(struct map *map, const void *key, void *value)
{
	size_t i = slot_of(map, key);
	while (map->slots[i].key)
		i = (i + 1) & (map->size - 1);
	map->slots[i] = (struct map_slot){ key, value };
	map->used++;
	map->count++;
}

static void
resize(struct map *map)
{
	struct map old = *map;
	size_t size = 8;
	while (size < old.count * 3)
		size *= 2;
	*map = (struct map){ xcalloc(size, sizeof *map->slots), size, 0, 0 };
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].key && old.slots[i].key != &removed)
			insert_new(map, old.slots[i].key, old.slots[i].value);
	free(old.slots);
}

void *
map_get(const struct map *map, const void *key)
{
	const struct map_slot *s = find(map, key);
	return s ? s->value : NULL;
}

void *
map_put(struct map *map, const void *key, void *value)
{
	struct map_slot *s = find(map, key);
	if (s) {
		void *old = s->value;
		s->value = value;
		return old;
	}
	if ((map->used + 1) * 4 > map->size * 3)
		resize(map);
	insert_new(map, key, value);
	return NULL;
}

void *
map_remove(struct map *map, const void *key)
{
	struct map_slot *s = find(map, key);
	if (!s)
		return NULL;
	void *old = s->value;
	*s = (struct map_slot){ &removed, NULL };
	map->count--;
	return old;
}

bool
map_next(const struct map *map, size_t *i, const void **key, void **value)
{
	while (*i < map->size) {
		const struct map_slot *s = &map->slots[(*i)++];
		if (s->key && s->key != &removed) {
			*key = s->key;
			*value = s->value;
			return true;
		}
	}
	return false;
}
