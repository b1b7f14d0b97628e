/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shuffle.h - --shuffle: prerequisites and goals in another order, to find what makefiles leave to
 * chance.
 *
 *	struct shuffle shuffle;
 *	if (!shuffle_parse(&shuffle, "random"))
 *		...                                      // no mode and no seed
 *	shuffle_name(&shuffle, &out);                    // "8723": as sub-makes are to have it
 *	shuffle_order(&shuffle, indices, count);
 */
#ifndef SRC_BUILD_SHUFFLE_H
#define SRC_BUILD_SHUFFLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

struct shuffle {
	enum { SHUFFLE_NONE, SHUFFLE_IDENTITY, SHUFFLE_REVERSE, SHUFFLE_RANDOM } mode;
	unsigned seed;
	uint32_t state;
};

/* "none", "identity", "reverse", "random" or a seed */
bool
shuffle_parse(struct shuffle *, const char *text);
/* appends nothing for none */
void
shuffle_name(const struct shuffle *, struct buf *out);
void
shuffle_order(struct shuffle *, size_t *indices, size_t count);

#endif
