/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * name.h - interned strings: equal text is the same pointer.
 *
 *	struct names *names = names_new();
 *	const struct name *all = name_of(names, "all");
 *	assert(all == name_intern(names, "allow", 3));
 *
 * A name lives as long as its table and never moves.  One thread at a time.
 */
#ifndef PARSER_BASE_NAME_H
#define PARSER_BASE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct name {
	uint32_t hash;
	uint32_t len;
	void *bound;   /* what it means to the owner of the table: see name_bind; NULL at first */
	void *target;  /* likewise: name_bind_target */
	bool is_local; /* likewise: name_note_local */
	char text[]; /* len bytes and a NUL */
};

struct names;

struct names *
names_new(void);
void
names_free(struct names *);

const struct name *
name_intern(struct names *, const char *text, size_t len);
const struct name *
name_of(struct names *, const char *text);
/* NULL where the text was never interned */
const struct name *
name_find(const struct names *, const char *text, size_t len);

/* a map from all names to pointers that costs no look-up: read `bound` */
void
name_bind(const struct name *, void *);
/* the same once more: read `target` */
void
name_bind_target(const struct name *, void *);
/* for ever */
void
name_note_local(const struct name *);

#endif
