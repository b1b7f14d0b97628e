/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"

struct trace *
trace_new(void)
{
	struct trace *trace = xcalloc(1, sizeof *trace);
	trace->arena = arena_new();
	trace->directory = trace->target = trace->makefile = "";
	trace->recipe = trace->shell = "";
	return trace;
}

void
trace_free(struct trace *trace)
{
	if (!trace)
		return;
	for (size_t i = 0; i < trace->shell_calls.count; i++)
		vec_release(&trace->shell_calls.at[i].accesses);
	vec_release(&trace->shell_calls);
	vec_release(&trace->declared);
	vec_release(&trace->processes);
	vec_release(&trace->effects);
	vec_release(&trace->accesses);
	vec_release(&trace->environment);
	arena_free(trace->arena);
	free(trace);
}

const char *
trace_dup(struct trace *trace, const char *text)
{
	return arena_dup(trace->arena, text, strlen(text));
}

/* Accesses and effects are sorted through pointers: equal paths then keep the order in which
   they were seen. */

static int
order_by_address(const void *a, const void *b)
{
	return (a > b) - (a < b);
}

static int
compare_accesses(const void *a, const void *b)
{
	const struct access *x = *(const struct access *const *)a;
	const struct access *y = *(const struct access *const *)b;
	int order = strcmp(x->path, y->path);
	return order ? order : order_by_address(x, y);
}

static int
compare_effects(const void *a, const void *b)
{
	const struct effect *x = *(const struct effect *const *)a;
	const struct effect *y = *(const struct effect *const *)b;
	int order = strcmp(x->path, y->path);
	return order ? order : order_by_address(x, y);
}

static void
access_join(struct access *first, const struct access *later)
{
	first->kinds |= later->kinds;
	if (!first->seen.has_digest && later->seen.has_digest &&
	    state_is_identical(&first->seen, &later->seen))
		first->seen = later->seen;
}

static bool
accesses_are_sorted(const struct access *accesses, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(accesses[i - 1].path, accesses[i].path) >= 0)
			return false;
	return true;
}

void
accesses_normalize(struct access *accesses, size_t *count)
{
	if (accesses_are_sorted(accesses, *count))
		return;
	cleanup_free struct access **order = xmalloc(*count * sizeof *order);
	for (size_t i = 0; i < *count; i++)
		order[i] = &accesses[i];
	qsort(order, *count, sizeof *order, compare_accesses);

	cleanup_free struct access *sorted = xmalloc(*count * sizeof *sorted);
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		if (kept > 0 && strcmp(sorted[kept - 1].path, order[i]->path) == 0)
			access_join(&sorted[kept - 1], order[i]);
		else
			sorted[kept++] = *order[i];
	}
	memcpy(accesses, sorted, kept * sizeof *sorted);
	*count = kept;
}

/* joins but keeps temporaries: normalize_accesses has yet to know them */
static void
sort_effects(struct trace *trace)
{
	size_t count = trace->effects.count;
	if (count < 2)
		return;
	cleanup_free struct effect **order = xmalloc(count * sizeof *order);
	for (size_t i = 0; i < count; i++)
		order[i] = &trace->effects.at[i];
	qsort(order, count, sizeof *order, compare_effects);

	cleanup_free struct effect *sorted = xmalloc(count * sizeof *sorted);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && strcmp(sorted[kept - 1].path, order[i]->path) == 0)
			sorted[kept - 1].after = order[i]->after;
		else
			sorted[kept++] = *order[i];
	}
	memcpy(trace->effects.at, sorted, kept * sizeof *sorted);
	trace->effects.count = kept;
}

static bool
is_temporary(const struct effect *effect)
{
	return effect && effect->before.type == FILE_ABSENT && effect->after.type == FILE_ABSENT;
}

static void
drop_temporaries(struct trace *trace)
{
	size_t kept = 0;
	for (size_t i = 0; i < trace->accesses.count; i++) {
		struct access *access = &trace->accesses.at[i];
		if (!is_temporary(trace_effect(trace, access->path)))
			trace->accesses.at[kept++] = *access;
	}
	trace->accesses.count = kept;

	kept = 0;
	for (size_t i = 0; i < trace->effects.count; i++)
		if (!is_temporary(&trace->effects.at[i]))
			trace->effects.at[kept++] = trace->effects.at[i];
	trace->effects.count = kept;
}

static int
compare_variables(const void *a, const void *b)
{
	const struct environment_entry *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static void
sort_environment(struct trace *trace)
{
	size_t kept = 0;
	if (trace->environment.count > 1)
		qsort(trace->environment.at, trace->environment.count,
		      sizeof *trace->environment.at, compare_variables);
	for (size_t i = 0; i < trace->environment.count; i++) {
		struct environment_entry *entry = &trace->environment.at[i];
		if (kept == 0 || strcmp(trace->environment.at[kept - 1].name, entry->name) != 0)
			trace->environment.at[kept++] = *entry;
	}
	trace->environment.count = kept;
}

void
trace_normalize(struct trace *trace)
{
	sort_environment(trace);
	sort_effects(trace);
	accesses_normalize(trace->accesses.at, &trace->accesses.count);
	drop_temporaries(trace);
	for (size_t i = 0; i < trace->shell_calls.count; i++) {
		struct shell_call *call = &trace->shell_calls.at[i];
		accesses_normalize(call->accesses.at, &call->accesses.count);
	}
}

static int
find_access(const void *path, const void *access)
{
	return strcmp(path, ((const struct access *)access)->path);
}

static int
find_effect(const void *path, const void *effect)
{
	return strcmp(path, ((const struct effect *)effect)->path);
}

const struct access *
trace_access(const struct trace *trace, const char *path)
{
	if (trace->accesses.count == 0)
		return NULL;
	return bsearch(path, trace->accesses.at, trace->accesses.count,
		       sizeof *trace->accesses.at, find_access);
}

const struct effect *
trace_effect(const struct trace *trace, const char *path)
{
	if (trace->effects.count == 0)
		return NULL;
	return bsearch(path, trace->effects.at, trace->effects.count,
		       sizeof *trace->effects.at, find_effect);
}

/* a new owner shows in ctime */
bool
state_is_identical(const struct state *a, const struct state *b)
{
	return a->type == b->type && a->ctime_ns != 0 && a->ctime_ns == b->ctime_ns &&
	       a->mtime_ns == b->mtime_ns && a->size == b->size && a->inode == b->inode &&
	       a->device == b->device && a->mode == b->mode;
}

/* in a user namespace, where an ordinary user's views are, all other owners show as this one:
   no state that names it says whose the file is */
enum { OVERFLOW_ID = 65534 };

static bool
same_id(uint32_t seen, uint32_t now)
{
	return seen == now || seen == OVERFLOW_ID || now == OVERFLOW_ID;
}

static bool
same_owner_and_mode(const struct state *seen, const struct state *now)
{
	return seen->mode == now->mode && same_id(seen->uid, now->uid) &&
	       same_id(seen->gid, now->gid);
}

static enum match
match_digest(const struct state *seen, const struct state *now)
{
	if (!seen->has_digest)
		return MATCH_CHANGED;
	if (!now->has_digest)
		return MATCH_NEEDS_DIGEST;
	return memcmp(&seen->digest, &now->digest, sizeof seen->digest) == 0 ? MATCH_SAME
									     : MATCH_CHANGED;
}

static enum match
match_file(const struct state *seen, const struct state *now, unsigned kinds)
{
	if ((kinds & ACCESS_EXEC) && (seen->mode & 0111) != (now->mode & 0111))
		return MATCH_CHANGED;
	if (!(kinds & (ACCESS_STAT | ACCESS_READ | ACCESS_EXEC)))
		return MATCH_SAME;
	if (seen->size != now->size)
		return MATCH_CHANGED;
	if (!(kinds & (ACCESS_READ | ACCESS_EXEC)))
		return MATCH_SAME;
	if (seen->size == 0)
		return seen->mtime_ns == now->mtime_ns ? MATCH_SAME : MATCH_CHANGED;
	return match_digest(seen, now);
}

enum match
state_match(const struct state *seen, const struct state *now, unsigned kinds)
{
	if (seen->type != now->type)
		return MATCH_CHANGED;
	if (seen->type == FILE_ABSENT)
		return MATCH_SAME;
	if (seen->type != FILE_DIRECTORY && state_is_identical(seen, now))
		return MATCH_SAME;
	if ((kinds & ACCESS_STAT) && !same_owner_and_mode(seen, now))
		return MATCH_CHANGED;
	switch (seen->type) {
	case FILE_REGULAR:
		return match_file(seen, now, kinds);
	case FILE_LINK:
		return kinds & (ACCESS_LINK | ACCESS_READ) ? match_digest(seen, now) : MATCH_SAME;
	case FILE_DIRECTORY:
		return kinds & ACCESS_LIST ? match_digest(seen, now) : MATCH_SAME;
	default:
		return MATCH_SAME;
	}
}
