/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/versions.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "store/trace_store.h"
#include "trace/snapshot.h"

struct versions {
	struct names *names; /* paths, directories, targets, steps */
	struct arena *arena;
	struct map by_path;  /* path (name) -> first struct version */
	struct map by_step;  /* "directory\ntarget" (name) -> first struct version */
	struct map by_directory; /* directory (name) -> struct siblings */
};

/* paths of versions in one directory */
struct siblings {
	VEC(const struct name *)
};

struct versions *
versions_new(void)
{
	struct versions *versions = xcalloc(1, sizeof *versions);
	versions->names = names_new();
	versions->arena = arena_new();
	return versions;
}

void
versions_free(struct versions *versions)
{
	const void *key;
	void *value;
	for (size_t i = 0; map_next(&versions->by_directory, &i, &key, &value);) {
		struct siblings *siblings = value;
		vec_release(siblings);
		free(siblings);
	}
	map_release(&versions->by_path);
	map_release(&versions->by_step);
	map_release(&versions->by_directory);
	arena_free(versions->arena);
	names_free(versions->names);
	free(versions);
}

static const struct name *
step_key(struct versions *versions, const char *directory, const char *target)
{
	struct buf key = BUF_INIT;
	buf_addf(&key, "%s\n%s", directory, target);
	const struct name *name = name_intern(versions->names, key.data, key.len);
	buf_release(&key);
	return name;
}

static const struct name *
parent_of(struct versions *versions, const struct name *path)
{
	const char *slash = memrchr(path->text, '/', path->len);
	size_t len = slash && slash != path->text ? (size_t)(slash - path->text) : 1;
	return name_intern(versions->names, path->text, len);
}

static void
note_sibling(struct versions *versions, const struct name *path)
{
	const struct name *parent = parent_of(versions, path);
	struct siblings *siblings = map_get(&versions->by_directory, parent);
	if (!siblings) {
		siblings = xcalloc(1, sizeof *siblings);
		map_put(&versions->by_directory, parent, siblings);
	}
	vec_push(siblings, path);
}

static void
add(struct versions *versions, const struct effect_owner *by, const struct effect *effect)
{
	const struct name *path = name_of(versions->names, effect->path);
	const struct name *step = step_key(versions, by->directory, by->target);
	struct version *v = arena_alloc(versions->arena, sizeof *v);
	*v = (struct version){
		.path = path->text,
		.directory = name_of(versions->names, by->directory)->text,
		.target = name_of(versions->names, by->target)->text,
		.build = by->build, .order = by->order,
		.before = effect->before, .after = effect->after,
		.next = map_get(&versions->by_path, path),
		.next_of_step = map_get(&versions->by_step, step),
	};
	if (!v->next)
		note_sibling(versions, path);
	map_put(&versions->by_path, path, v);
	map_put(&versions->by_step, step, v);
}

static void
add_loaded(void *arg, const struct effect_owner *by, const struct effect *effect)
{
	add(arg, by, effect);
}

void
versions_load(struct versions *versions, struct trace_store *traces)
{
	trace_store_each_effect(traces, add_loaded, versions);
}

static void
unlink_version(struct versions *versions, struct version *v)
{
	const struct name *path = name_find(versions->names, v->path, strlen(v->path));
	struct version *first = map_get(&versions->by_path, path);
	if (first == v) {
		map_put(&versions->by_path, path, v->next);
		return;
	}
	while (first && first->next != v)
		first = first->next;
	if (first)
		first->next = v->next;
}

void
versions_replace(struct versions *versions, const struct trace *trace)
{
	const struct name *step = step_key(versions, trace->directory, trace->target);
	struct effect_owner by = {
		.directory = trace->directory, .target = trace->target,
		.build = trace->build, .order = trace->order,
	};
	for (struct version *v = map_get(&versions->by_step, step); v; v = v->next_of_step)
		unlink_version(versions, v);
	map_remove(&versions->by_step, step);
	for (size_t i = 0; i < trace->effects.count; i++)
		add(versions, &by, &trace->effects.at[i]);
}

static const struct version *
first_of(const struct versions *versions, const char *path)
{
	const struct name *name = name_find(versions->names, path, strlen(path));
	return name ? map_get(&versions->by_path, name) : NULL;
}

static bool
is_newer(const struct version *a, const struct version *b)
{
	return a->build != b->build ? a->build > b->build : a->order > b->order;
}

const struct version *
versions_owner(const struct versions *versions, const char *path)
{
	const struct version *owner = NULL;
	for (const struct version *v = first_of(versions, path); v; v = v->next)
		if (v->after.type != FILE_ABSENT && (!owner || is_newer(v, owner)))
			owner = v;
	return owner;
}

/* what is on disk is what the effect left */
static bool
is_as_left(const struct version *v, const struct state *now)
{
	const struct state *left = &v->after;
	if (left->type != now->type || (now->type == FILE_REGULAR && left->size != now->size))
		return false;
	return now->type == FILE_DIRECTORY || !left->has_digest || !now->has_digest ||
	       !memcmp(&left->digest, &now->digest, sizeof now->digest);
}

bool
versions_any(const struct versions *versions, const char *path)
{
	return first_of(versions, path) != NULL;
}

/* directories are shared: which of several steps came first to make one says nothing (DESIGN 3.4) */
static bool
is_shared(const struct version *v)
{
	return v->before.type == FILE_ABSENT && v->after.type == FILE_DIRECTORY;
}

const struct state *
versions_undone(const struct versions *versions, const struct versions_look *look,
                const char *path, const struct state *now)
{
	const struct version *oldest = NULL;
	bool as_left = false;
	for (const struct version *v = first_of(versions, path); v; v = v->next) {
		if (is_shared(v) || !look->is_later(look->arg, v))
			continue;
		as_left |= is_as_left(v, now);
		if (!oldest || is_newer(oldest, v))
			oldest = v;
	}
	return as_left ? &oldest->before : NULL;
}

bool
versions_any_below(const struct versions *versions, const char *directory)
{
	const struct name *name = name_find(versions->names, directory, strlen(directory));
	return name && map_get(&versions->by_directory, name);
}

void
versions_filter(const struct versions *versions, const struct versions_look *look,
                const char *directory, struct listing *names)
{
	const struct name *name = name_find(versions->names, directory, strlen(directory));
	const struct siblings *siblings = name ? map_get(&versions->by_directory, name) : NULL;
	for (size_t i = 0; siblings && i < siblings->count; i++) {
		const char *path = siblings->at[i]->text, *base = strrchr(path, '/') + 1;
		for (const struct version *v = first_of(versions, path); v; v = v->next) {
			if (!look->is_later(look->arg, v))
				continue;
			if (v->before.type == FILE_ABSENT && v->after.type != FILE_ABSENT)
				listing_remove(names, base);
			if (v->before.type != FILE_ABSENT && v->after.type == FILE_ABSENT)
				listing_add(names, base);
		}
	}
}
