/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * map.h - pointer to pointer, open addressing; keys are compared by identity.
 *
 *	struct map map = MAP_INIT;
 *	map_put(&map, name, target);
 *	struct target *t = map_get(&map, name);
 *	for (size_t i = 0; map_next(&map, &i, &key, &value);) ...    // in no order
 */
#ifndef PARSER_BASE_MAP_H
#define PARSER_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct map_slot {
	const void *key;
	void *value;
};
struct map {
	struct map_slot *slots; /* owned */
	size_t size;            /* a power of two, or 0 */
	size_t used;            /* with deleted ones */
	size_t count;
};
#define MAP_INIT { 0, 0, 0, 0 }

void
map_release(struct map *);
/* NULL where there is none */
void *
map_get(const struct map *, const void *key);
/* replaces; returns the old value or NULL */
void *
map_put(struct map *, const void *key, void *value);
void *
map_remove(struct map *, const void *key);
bool
map_next(const struct map *, size_t *i, const void **key, void **value);

#endif
