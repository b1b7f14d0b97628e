/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"

struct entry {
	const char *path;
	struct state state;    /* mtime_ns as users shall see it: see snapshot_after_touch */
	int64_t disk_mtime_ns; /* mtime_ns as it is on disk */
	bool has_state;
	bool asked_digest;     /* state.has_digest tells whether there is one */
	bool is_racy;
};

/* most users ask with the same pointers again and again: spares them the hash of the path */
enum { RECENT = 1 << 13 };
struct recent {
	const char *pointer;
	struct entry *entry;
};

struct snapshot {
	const struct snapshot_world *world;
	const struct snapshot_cache *cache;
	const char *const *hidden;
	struct names *names;                     /* owned; bound to entries */
	struct arena *arena;                     /* owned */
	struct { VEC(struct entry *) } entries;
	struct recent recent[RECENT];
};

/* A file changed less than this before it was hashed may change again within one tick of its
   clock. */
enum { GRAIN_NS = 20 * 1000 * 1000 };
/* file systems that keep whole seconds (FAT: every second one) */
enum { SECOND_NS = 1000 * 1000 * 1000 };

struct snapshot *
snapshot_new(const struct snapshot_world *world, const struct snapshot_cache *cache,
	     const char *const *hidden)
{
	struct snapshot *snapshot = xcalloc(1, sizeof *snapshot);
	snapshot->world = world;
	snapshot->cache = cache;
	snapshot->hidden = hidden;
	snapshot->names = names_new();
	snapshot->arena = arena_new();
	return snapshot;
}

void
snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	vec_release(&snapshot->entries);
	names_free(snapshot->names);
	arena_free(snapshot->arena);
	free(snapshot);
}

static struct entry *
entry_find(struct snapshot *snapshot, const char *path)
{
	const struct name *name = name_find(snapshot->names, path, strlen(path));
	return name ? name->bound : NULL;
}

static struct entry *
entry_of(struct snapshot *snapshot, const char *path)
{
	struct recent *recent = &snapshot->recent[((uintptr_t)path >> 4) % RECENT];
	if (recent->pointer == path && strcmp(recent->entry->path, path) == 0)
		return recent->entry;

	const struct name *name = name_of(snapshot->names, path);
	struct entry *entry = name->bound;
	if (!entry) {
		entry = arena_alloc(snapshot->arena, sizeof *entry);
		entry->path = name->text;
		name_bind(name, entry);
		vec_push(&snapshot->entries, entry);
	}
	*recent = (struct recent){ path, entry };
	return entry;
}

static bool
is_stamp(const struct state *state)
{
	return state->type == FILE_REGULAR && state->size == 0;
}

/* the state as it is on disk, for the digest cache */
static struct state
disk_state(const struct entry *entry)
{
	struct state state = entry->state;
	state.mtime_ns = entry->disk_mtime_ns;
	return state;
}

static void
entry_set(struct snapshot *snapshot, struct entry *entry, const struct state *state)
{
	struct digest digest;
	entry->state = *state;
	entry->state.has_digest = false;
	entry->disk_mtime_ns = state->mtime_ns;
	entry->has_state = true;
	entry->asked_digest = false;
	entry->is_racy = false;
	if (is_stamp(state) && snapshot->cache) {
		const struct snapshot_cache *cache = snapshot->cache;
		int64_t stamp_ns;
		if (cache->get(cache->arg, state, &digest, &stamp_ns))
			entry->state.mtime_ns = stamp_ns;
	}
}

static void
entry_stat(struct snapshot *snapshot, struct entry *entry)
{
	const struct snapshot_world *world = snapshot->world;
	struct state state = { .type = FILE_ABSENT };
	if (world->stat(world->arg, entry->path, &state) < 0)
		state = (struct state){ .type = FILE_ABSENT };
	entry_set(snapshot, entry, &state);
}

static bool
is_racy(const struct state *state, int64_t now_ns)
{
	int64_t grain_ns = state->ctime_ns % SECOND_NS == 0 ? 2 * (int64_t)SECOND_NS : GRAIN_NS;
	return state->ctime_ns >= now_ns - grain_ns;
}

static void
entry_set_digest(struct entry *entry, const struct digest *digest)
{
	entry->state.has_digest = true;
	entry->state.digest = *digest;
}

static void
digest_file(struct snapshot *snapshot, struct entry *entry)
{
	const struct snapshot_world *world = snapshot->world;
	const struct snapshot_cache *cache = snapshot->cache;
	struct state disk = disk_state(entry);
	struct digest digest;
	int64_t stamp_ns;
	if (cache && cache->get(cache->arg, &disk, &digest, &stamp_ns)) {
		entry_set_digest(entry, &digest);
		return;
	}
	int64_t now_ns = world->now_ns(world->arg);
	struct state read = disk;
	if (world->digest_file(world->arg, entry->path, &read) < 0)
		return;
	if (!state_is_identical(&read, &disk))
		entry_set(snapshot, entry, &read);
	entry->asked_digest = true;
	entry_set_digest(entry, &read.digest);
	entry->is_racy = is_racy(&read, now_ns);
	if (cache && !entry->is_racy)
		cache->put(cache->arg, &read, &read.digest, entry->state.mtime_ns);
}

static void
digest_link(struct snapshot *snapshot, struct entry *entry)
{
	const struct snapshot_world *world = snapshot->world;
	struct digest digest;
	if (world->digest_link(world->arg, entry->path, &digest) == 0)
		entry_set_digest(entry, &digest);
}

static void
digest_directory(struct snapshot *snapshot, struct entry *entry)
{
	struct listing listing = { 0 };
	struct digest digest;
	snapshot_list(snapshot, entry->path, &listing);
	listing_digest(&listing, &digest);
	listing_release(&listing);
	entry_set_digest(entry, &digest);
}

static void
entry_digest(struct snapshot *snapshot, struct entry *entry, unsigned kinds)
{
	if (entry->asked_digest)
		return;
	if (entry->state.type == FILE_REGULAR && (kinds & (ACCESS_READ | ACCESS_EXEC))) {
		entry->asked_digest = true;
		digest_file(snapshot, entry);
	} else if (entry->state.type == FILE_LINK && (kinds & (ACCESS_LINK | ACCESS_READ))) {
		entry->asked_digest = true;
		digest_link(snapshot, entry);
	} else if (entry->state.type == FILE_DIRECTORY && (kinds & ACCESS_LIST)) {
		entry->asked_digest = true;
		digest_directory(snapshot, entry);
	}
}

static struct entry *
entry_known(struct snapshot *snapshot, const char *path, unsigned kinds)
{
	struct entry *entry = entry_of(snapshot, path);
	if (!entry->has_state)
		entry_stat(snapshot, entry);
	if (kinds & ACCESS_DIGEST)
		entry_digest(snapshot, entry, kinds);
	return entry;
}

const struct state *
snapshot_state(struct snapshot *snapshot, const char *path, unsigned kinds)
{
	return &entry_known(snapshot, path, kinds)->state;
}

static bool
is_hidden(const struct snapshot *snapshot, const char *directory, const char *name)
{
	size_t len = strlen(directory);
	if (len == 1)
		len = 0; /* "/" */
	for (const char *const *hidden = snapshot->hidden; hidden && *hidden; hidden++)
		if (strncmp(*hidden, directory, len) == 0 && (*hidden)[len] == '/' &&
		    strcmp(*hidden + len + 1, name) == 0)
			return true;
	return false;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
snapshot_list(struct snapshot *snapshot, const char *directory, struct listing *listing)
{
	const struct snapshot_world *world = snapshot->world;
	size_t kept = 0;
	*listing = (struct listing){ 0 };
	if (world->list(world->arg, directory, listing) < 0)
		listing_release(listing);
	for (size_t i = 0; i < listing->count; i++) {
		if (is_hidden(snapshot, directory, listing->at[i]))
			free(listing->at[i]);
		else
			listing->at[kept++] = listing->at[i];
	}
	listing->count = kept;
	if (kept > 1)
		qsort(listing->at, kept, sizeof *listing->at, compare_names);
}

static void
forget_entry(struct entry *entry)
{
	if (entry)
		entry->has_state = false;
}

/* "" where there is none; the caller releases it */
static void
parent_of(const char *path, struct buf *parent)
{
	const char *slash = strrchr(path, '/');
	if (slash)
		buf_add(parent, path, slash == path ? 1 : (size_t)(slash - path));
}

void
snapshot_forget(struct snapshot *snapshot, const char *path)
{
	cleanup_buf struct buf parent = BUF_INIT;
	forget_entry(entry_find(snapshot, path));
	parent_of(path, &parent);
	forget_entry(entry_find(snapshot, parent.data));
}

void
snapshot_forget_below(struct snapshot *snapshot, const char *directory)
{
	size_t len = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
	snapshot_forget(snapshot, directory);
	for (size_t i = 0; i < snapshot->entries.count; i++) {
		struct entry *entry = snapshot->entries.at[i];
		if (strncmp(entry->path, directory, len) == 0 && entry->path[len] == '/')
			forget_entry(entry);
	}
}

/* asks the disk again; keeps the digest of what did not change */
static void
entry_refresh(struct snapshot *snapshot, struct entry *entry)
{
	struct entry before = *entry;
	entry_stat(snapshot, entry);
	struct state now = disk_state(entry), then = disk_state(&before);
	if (before.has_state && before.asked_digest && now.type != FILE_DIRECTORY &&
	    !before.is_racy && state_is_identical(&now, &then))
		*entry = before;
}

void
snapshot_before_touch(struct snapshot *snapshot, const char *path)
{
	struct entry *entry = entry_of(snapshot, path);
	entry_refresh(snapshot, entry);
	if (is_stamp(&entry->state))
		entry_digest(snapshot, entry, ACCESS_READ);
}

void
snapshot_after_touch(struct snapshot *snapshot, const char *path)
{
	const struct snapshot_cache *cache = snapshot->cache;
	struct entry *entry = entry_of(snapshot, path);
	struct entry before = *entry;
	entry_stat(snapshot, entry);
	if (!before.has_state || before.state.type != FILE_REGULAR ||
	    entry->state.type != FILE_REGULAR || entry->state.size != before.state.size)
		return;
	if (is_stamp(&entry->state))
		entry->state.mtime_ns = before.state.mtime_ns;
	else if (before.is_racy || !before.state.has_digest)
		return;
	entry->asked_digest = before.asked_digest;
	if (before.state.has_digest)
		entry_set_digest(entry, &before.state.digest);
	struct state disk = disk_state(entry);
	if (cache)
		cache->put(cache->arg, &disk, &before.state.digest, entry->state.mtime_ns);
}

/* Completing a trace. */

/* Of two states of one path: was the content written in between?  Links to a file and chmod
   change its ctime only. */
static bool
is_rewritten(const struct state *seen, const struct state *disk)
{
	return seen->type != disk->type || seen->inode != disk->inode || seen->size != disk->size ||
	       seen->mtime_ns != disk->mtime_ns;
}

/* the digest of a file that the step itself changed: from memory, as it is no longer there to be
   read */
static void
recall_digest(struct snapshot *snapshot, const char *path, struct state *state)
{
	const struct snapshot_cache *cache = snapshot->cache;
	const struct entry *entry = entry_find(snapshot, path);
	int64_t stamp_ns = state->mtime_ns;
	if (state->has_digest || (state->type != FILE_REGULAR && state->type != FILE_LINK))
		return;
	if (entry && entry->state.has_digest && !is_rewritten(state, &entry->state)) {
		state->has_digest = true;
		state->digest = entry->state.digest;
	} else if (cache && state->type == FILE_REGULAR &&
		   cache->get(cache->arg, state, &state->digest, &stamp_ns)) {
		state->has_digest = true;
		state->mtime_ns = stamp_ns;
	}
}

static void
recall_all(struct snapshot *snapshot, struct trace *trace)
{
	for (size_t i = 0; i < trace->accesses.count; i++) {
		struct access *access = &trace->accesses.at[i];
		if (trace_effect(trace, access->path))
			recall_digest(snapshot, access->path, &access->seen);
	}
	for (size_t i = 0; i < trace->effects.count; i++) {
		struct effect *effect = &trace->effects.at[i];
		recall_digest(snapshot, effect->path, &effect->before);
	}
	for (size_t i = 0; i < trace->effects.count; i++)
		snapshot_forget(snapshot, trace->effects.at[i].path);
}

/* the state to record: without times where they say nothing, nobody's if racy */
static struct state
recordable(const struct entry *entry)
{
	struct state state = entry->state;
	if (entry->is_racy)
		state.ctime_ns = 0;
	if (state.type == FILE_DIRECTORY) {
		state.size = 0;
		state.inode = state.device = 0;
		state.mtime_ns = state.ctime_ns = 0;
	}
	return state;
}

/* takes what the step itself added and removed out of a listing of now */
static void
listing_undo(struct listing *listing, const char *directory, const struct trace *trace)
{
	size_t len = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
	for (size_t i = 0; i < trace->effects.count; i++) {
		const struct effect *effect = &trace->effects.at[i];
		if (strncmp(effect->path, directory, len) != 0 || effect->path[len] != '/' ||
		    strchr(effect->path + len + 1, '/'))
			continue;
		if (effect->before.type == FILE_ABSENT)
			listing_remove(listing, effect->path + len + 1);
		else if (effect->after.type == FILE_ABSENT)
			listing_add(listing, effect->path + len + 1);
	}
}

void
snapshot_digest_names(struct snapshot *snapshot, const char *directory, const struct trace *own,
		      const struct snapshot_view *view, struct digest *digest)
{
	struct listing listing;
	snapshot_list(snapshot, directory, &listing);
	if (view && view->filter)
		view->filter(view->arg, directory, &listing);
	listing_undo(&listing, directory, own);
	listing_digest(&listing, digest);
	listing_release(&listing);
}

struct completion {
	struct snapshot *snapshot;
	struct trace *trace;
	const struct snapshot_view *view; /* NULL: none */
	const char *changed;              /* the first input that changed while the step ran */
};

static const struct state *
shown_state(const struct completion *all, const char *path, unsigned kinds)
{
	if (!all->view || !all->view->shown)
		return NULL;
	return all->view->shown(all->view->arg, path, kinds);
}

static void
complete_listing(struct completion *all, struct access *access)
{
	if (!(access->kinds & ACCESS_LIST) || access->seen.has_digest)
		return;
	snapshot_digest_names(all->snapshot, access->path, all->trace, all->view,
			      &access->seen.digest);
	access->seen.has_digest = true;
}

static void
note_change(struct completion *all, const struct access *access)
{
	const struct snapshot_view *view = all->view;
	if (!all->changed && !(view && view->ignores && view->ignores(view->arg, access->path)))
		all->changed = access->path;
}

static void
complete_access(struct completion *all, struct access *access)
{
	if (access->seen.type == FILE_ABSENT || trace_effect(all->trace, access->path))
		return;
	if (access->seen.type == FILE_DIRECTORY) {
		access->seen.size = access->seen.inode = access->seen.device = 0;
		access->seen.mtime_ns = access->seen.ctime_ns = 0;
		complete_listing(all, access);
		return;
	}
	const struct state *shown = shown_state(all, access->path, access->kinds);
	if (shown) {
		access->seen = *shown;
		return;
	}
	struct entry *entry = entry_of(all->snapshot, access->path);
	entry_refresh(all->snapshot, entry);
	entry_digest(all->snapshot, entry, access->kinds);
	struct state disk = disk_state(entry);
	if (access->seen.type != FILE_OTHER && is_rewritten(&access->seen, &disk))
		note_change(all, access);
	else
		access->seen = recordable(entry);
}

static void
complete_effect(struct snapshot *snapshot, struct effect *effect)
{
	const struct entry *entry = entry_known(snapshot, effect->path, ACCESS_READ | ACCESS_LINK);
	struct state disk = disk_state(entry);
	if (effect->after.type == FILE_DIRECTORY ? disk.type == FILE_DIRECTORY
						 : !is_rewritten(&effect->after, &disk))
		effect->after = recordable(entry);
}

static void
complete_declared(struct completion *all, struct declared *declared)
{
	/* only one that is not order-only is ever compared */
	unsigned kinds = declared->order_only ? ACCESS_STAT : ACCESS_READ;
	const struct state *shown = shown_state(all, declared->path, kinds);
	if (shown)
		declared->state = *shown;
	else
		declared->state = recordable(entry_known(all->snapshot, declared->path, kinds));
}

const char *
snapshot_complete(struct snapshot *snapshot, struct trace *trace, const struct snapshot_view *view)
{
	struct completion all = { snapshot, trace, view, NULL };
	recall_all(snapshot, trace);
	for (size_t i = 0; i < trace->accesses.count; i++)
		complete_access(&all, &trace->accesses.at[i]);
	for (size_t i = 0; i < trace->effects.count; i++)
		complete_effect(snapshot, &trace->effects.at[i]);
	for (size_t i = 0; i < trace->declared.count; i++)
		complete_declared(&all, &trace->declared.at[i]);
	for (size_t i = 0; i < trace->shell_calls.count; i++) {
		struct shell_call *call = &trace->shell_calls.at[i];
		for (size_t j = 0; j < call->accesses.count; j++)
			complete_access(&all, &call->accesses.at[j]);
	}
	return all.changed;
}
