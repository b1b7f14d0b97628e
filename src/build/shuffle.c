/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/shuffle.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "parser/base/buf.h"

static unsigned
random_seed(void)
{
	unsigned seed;
	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
		seed = (unsigned)time(NULL) ^ (unsigned)getpid();
	return seed;
}

bool
shuffle_parse(struct shuffle *shuffle, const char *text)
{
	static const char *const words[] = { "none", "identity", "reverse", "random" };
	*shuffle = (struct shuffle){ 0 };
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcasecmp(text, words[i])) {
			shuffle->mode = i;
			shuffle->state = shuffle->seed = i == SHUFFLE_RANDOM ? random_seed() : 0;
			return true;
		}
	char *end;
	errno = 0;
	unsigned long seed = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || seed > UINT_MAX)
		return false;
	shuffle->mode = SHUFFLE_RANDOM;
	shuffle->state = shuffle->seed = (unsigned)seed;
	return true;
}

void
shuffle_name(const struct shuffle *shuffle, struct buf *out)
{
	if (shuffle->mode == SHUFFLE_RANDOM)
		buf_addf(out, "%u", shuffle->seed);
	else if (shuffle->mode == SHUFFLE_REVERSE)
		buf_adds(out, "reverse");
	else if (shuffle->mode == SHUFFLE_IDENTITY)
		buf_adds(out, "identity");
}

/* splitmix32: any seed is good, 0 too */
static uint32_t
next_random(struct shuffle *shuffle)
{
	uint32_t x = shuffle->state += UINT32_C(0x9e3779b9);
	x = (x ^ (x >> 16)) * UINT32_C(0x21f0aaad);
	x = (x ^ (x >> 15)) * UINT32_C(0x735a2d97);
	return x ^ (x >> 15);
}

static void
swap(size_t *indices, size_t a, size_t b)
{
	size_t old = indices[a];
	indices[a] = indices[b];
	indices[b] = old;
}

void
shuffle_order(struct shuffle *shuffle, size_t *indices, size_t count)
{
	if (shuffle->mode == SHUFFLE_REVERSE)
		for (size_t i = 0; i < count / 2; i++)
			swap(indices, i, count - 1 - i);
	else if (shuffle->mode == SHUFFLE_RANDOM)
		for (size_t i = count; i > 1; i--)
			swap(indices, i - 1, next_random(shuffle) % i);
}
