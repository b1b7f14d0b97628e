/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * func_filter.c - $(filter) and $(filter-out).
 *
 * Literal patterns are found by hash; so are those with a %, by the pair (prefix, suffix) once
 * for each pair of lengths that occurs.  There are few of these however many patterns there are.
 */
#include "parser/func.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/vec.h"
#include "parser/expansion.h"
#include "parser/function.h"
#include "parser/makefile.h"
#include "parser/words.h"

struct shape { /* of the patterns that have the same lengths and a % or none */
	size_t prefix_len, suffix_len;
	bool has_percent;
};

struct patterns {
	VEC(struct pattern)
	struct {
		VEC(struct shape)
	} shapes;
	uint32_t *slots; /* index + 1 of a pattern, by hash; NULL for few patterns */
	size_t size;     /* of slots: a power of two */
};

enum { FEW = 8 };

static uint64_t
mix(uint64_t hash, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 32;
}

static size_t
slot_of(const struct patterns *p, const char *prefix, const char *suffix, const struct shape *s)
{
	uint64_t hash = mix(UINT64_C(0xcbf29ce484222325) + s->prefix_len, prefix, s->prefix_len);
	return (size_t)mix(hash, suffix, s->suffix_len) & (p->size - 1);
}

static struct shape
shape_of(const struct pattern *p)
{
	return (struct shape){ p->prefix_len, p->suffix_len, p->has_percent };
}

static bool
is_same_shape(struct shape a, struct shape b)
{
	return a.prefix_len == b.prefix_len && a.suffix_len == b.suffix_len &&
	       a.has_percent == b.has_percent;
}

static void
note_shape(struct patterns *p, struct shape shape)
{
	for (size_t i = 0; i < p->shapes.count; i++)
		if (is_same_shape(p->shapes.at[i], shape))
			return;
	vec_push(&p->shapes, shape);
}

static void
patterns_index(struct patterns *p)
{
	p->size = 16;
	while (p->size < p->count * 2)
		p->size *= 2;
	p->slots = xcalloc(p->size, sizeof *p->slots);
	for (size_t i = 0; i < p->count; i++) {
		struct shape shape = shape_of(&p->at[i]);
		note_shape(p, shape);
		size_t slot = slot_of(p, p->at[i].prefix, p->at[i].suffix, &shape);
		while (p->slots[slot])
			slot = (slot + 1) & (p->size - 1);
		p->slots[slot] = (uint32_t)i + 1;
	}
}

static struct patterns
patterns_new(struct arena *arena, struct text text)
{
	struct patterns p = { 0 };
	for (struct words w = words_in(text.at, text.len); words_next(&w);) {
		struct pattern pattern = pattern_parse(arena, w.word, w.len);
		vec_push(&p, pattern);
	}
	if (p.count > FEW)
		patterns_index(&p);
	return p;
}

static void
patterns_release(struct patterns *p)
{
	vec_release(&p->shapes);
	vec_release(p);
	free(p->slots);
}

static bool
matches_shape(const struct patterns *p, const struct shape *s, const char *word, size_t len)
{
	size_t fixed = s->prefix_len + s->suffix_len;
	if (s->has_percent ? len < fixed : len != fixed)
		return false;
	size_t slot = slot_of(p, word, word + len - s->suffix_len, s);
	for (; p->slots[slot]; slot = (slot + 1) & (p->size - 1)) {
		const struct pattern *pattern = &p->at[p->slots[slot] - 1];
		const char *stem;
		size_t stem_len;
		if (is_same_shape(shape_of(pattern), *s) &&
		    pattern_match(pattern, word, len, &stem, &stem_len))
			return true;
	}
	return false;
}

static bool
matches_any(const struct patterns *p, const char *word, size_t len)
{
	const char *stem;
	size_t stem_len;
	if (p->slots) {
		for (size_t i = 0; i < p->shapes.count; i++)
			if (matches_shape(p, &p->shapes.at[i], word, len))
				return true;
		return false;
	}
	for (size_t i = 0; i < p->count; i++)
		if (pattern_match(&p->at[i], word, len, &stem, &stem_len))
			return true;
	return false;
}

static void
filter(struct expander *ex, const struct call *call, bool wanted, struct buf *out)
{
	struct arena_mark mark = arena_mark(ex->mk->scratch);
	struct patterns patterns = patterns_new(ex->mk->scratch, call->args[0]);
	bool first = true;
	for (struct words w = words_in(call->args[1].at, call->args[1].len); words_next(&w);)
		if (matches_any(&patterns, w.word, w.len) == wanted)
			words_add(out, &first, w.word, w.len);
	patterns_release(&patterns);
	arena_reset(ex->mk->scratch, mark);
}

/* $(filter PATTERNS,TEXT) */
void
function_filter(struct expander *ex, const struct call *call, struct buf *out)
{
	filter(ex, call, true, out);
}

/* $(filter-out PATTERNS,TEXT) */
void
function_filter_out(struct expander *ex, const struct call *call, struct buf *out)
{
	filter(ex, call, false, out);
}
