/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/trace_store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "store/db.h"
#include "store/dictionary.h"
#include "store/pack.h"
#include "store/store.h"
#include "trace/snapshot.h"

/* a trace that waits to be written */
struct record {
	const char *directory, *target;
	struct buf data, processes;
	bool has_processes; /* else those in the database stay */
	bool is_deleted;
};

struct file_digest {
	struct state state;
	struct digest digest;
	int64_t stamp_ns;
};

enum {
	PAGE = 4096,              /* facts in a page, ... */
	PAGE_GROWS = 1024,        /* the last of which is rewritten while it is smaller than this */
	TIDY_FACTS = 8192,        /* fewer are not worth tidying up */
	TIDY_FACTOR = 3,          /* facts for each one that the last tidying left */
	FILES_MAX = 200 * 1000,   /* rows of the digest cache before it starts anew */
};

struct trace_store {
	struct store *store;
	struct db *db; /* of the store; NULL: none */
	struct pack *pack;                 /* owned */
	struct dictionaries *dictionaries; /* owned */
	struct names *keys;                /* owned: directory NUL target; bound to records */
	struct { VEC(struct record *) } records; /* owned */
	struct arena *arena;               /* owned */
	struct map files;                  /* digests that wait, by device and inode */
	struct { VEC(struct file_digest *) } file_list;
	struct snapshot_cache cache;
	size_t facts_written, page_start; /* the last page starts there */
	size_t shared_written;
	size_t pending;
	uint64_t build;
	bool build_is_new;
	bool is_loaded;
};

static bool
cache_get(void *arg, const struct state *, struct digest *, int64_t *stamp_ns);
static void
cache_put(void *arg, const struct state *, const struct digest *, int64_t stamp_ns);

struct trace_store *
trace_store_new(struct store *store)
{
	struct trace_store *traces = xcalloc(1, sizeof *traces);
	traces->store = store;
	traces->db = store ? store_db(store) : NULL;
	traces->pack = pack_new();
	traces->keys = names_new();
	traces->arena = arena_new();
	traces->cache = (struct snapshot_cache){ cache_get, cache_put, traces };
	if (traces->db)
		traces->dictionaries = dictionaries_new(traces->db);
	return traces;
}

static void
record_clear(struct record *record)
{
	buf_release(&record->data);
	buf_release(&record->processes);
	record->has_processes = false;
	record->is_deleted = false;
}

static void
tidy(struct trace_store *traces);

void
trace_store_free(struct trace_store *traces)
{
	if (!traces)
		return;
	if (trace_store_flush(traces) == 0)
		tidy(traces);
	if (traces->db && db_is_in_transaction(traces->db))
		db_run(traces->db, DB_COMMIT);
	for (size_t i = 0; i < traces->records.count; i++)
		record_clear(traces->records.at[i]);
	vec_release(&traces->records);
	vec_release(&traces->file_list);
	map_release(&traces->files);
	dictionaries_free(traces->dictionaries);
	names_free(traces->keys);
	pack_free(traces->pack);
	arena_free(traces->arena);
	free(traces);
}

/* Reading. */

static bool
is_readable(const struct trace_store *traces)
{
	return traces->db && !store_is_damaged(traces->store);
}

/* passes the error on */
static int
note_error(struct trace_store *traces, int err)
{
	if (err == -EUCLEAN)
		store_note_damage(traces->store);
	return err;
}

static void
load_pages(struct trace_store *traces)
{
	struct db *db = traces->db;
	int err = 0;
	bool is_good = true;
	while (is_good && (err = db_step(db, DB_FACT_PAGES)) > 0) {
		size_t len;
		size_t first = (size_t)db_column_int(db, DB_FACT_PAGES, 0);
		size_t count = (size_t)db_column_int(db, DB_FACT_PAGES, 1);
		const void *data = db_column_blob(db, DB_FACT_PAGES, 2, &len);
		is_good = pack_open_page(traces->pack, first, count, data, len);
		traces->page_start = first;
	}
	db_reset(db, DB_FACT_PAGES);
	note_error(traces, is_good ? err : -EUCLEAN);
	traces->facts_written = pack_fact_count(traces->pack);
}

static void
load_shared(struct trace_store *traces)
{
	struct db *db = traces->db;
	int err = 0;
	bool is_good = true;
	while (is_good && (err = db_step(db, DB_SHARED_ALL)) > 0) {
		size_t len;
		size_t number = (size_t)db_column_int(db, DB_SHARED_ALL, 0);
		const void *data = db_column_blob(db, DB_SHARED_ALL, 1, &len);
		is_good = pack_open_shared(traces->pack, number, data, len);
	}
	db_reset(db, DB_SHARED_ALL);
	note_error(traces, is_good ? err : -EUCLEAN);
	traces->shared_written = pack_shared_count(traces->pack);
}

/* one transaction for all that is read until the next flush: a lock for each statement would
   cost more than it does */
static void
begin_reading(struct trace_store *traces)
{
	if (!is_readable(traces))
		return;
	if (!db_is_in_transaction(traces->db))
		db_run(traces->db, DB_BEGIN);
	if (traces->is_loaded)
		return;
	traces->is_loaded = true;
	load_pages(traces);
	load_shared(traces);
}

static const struct name *
key_of(struct trace_store *traces, const char *directory, const char *target)
{
	cleanup_buf struct buf key = BUF_INIT;
	buf_add(&key, directory, strlen(directory) + 1);
	buf_adds(&key, target);
	return name_intern(traces->keys, key.data, key.len);
}

static struct record *
record_find(struct trace_store *traces, const char *directory, const char *target)
{
	return key_of(traces, directory, target)->bound;
}

static struct trace *
read_trace(struct trace_store *traces, const char *directory, const char *target)
{
	struct db *db = traces->db;
	struct trace *trace = NULL;
	if (!is_readable(traces))
		return NULL;
	db_bind_text(db, DB_TRACE_GET, 1, directory);
	db_bind_text(db, DB_TRACE_GET, 2, target);
	int err = db_step(db, DB_TRACE_GET);
	if (err > 0) {
		size_t len;
		const void *data = db_column_blob(db, DB_TRACE_GET, 0, &len);
		trace = pack_open_trace(traces->pack, directory, target, data, len);
	}
	db_reset(db, DB_TRACE_GET);
	note_error(traces, err);
	return trace;
}

struct trace *
trace_store_get(struct trace_store *traces, const char *directory, const char *target)
{
	begin_reading(traces);
	const struct record *record = record_find(traces, directory, target);
	if (!record)
		return read_trace(traces, directory, target);
	if (record->is_deleted)
		return NULL;
	return pack_open_trace(traces->pack, directory, target, record->data.data,
			       record->data.len);
}

static int
read_processes(struct trace_store *traces, struct trace *trace)
{
	struct db *db = traces->db;
	cleanup_buf struct buf expanded = BUF_INIT;
	if (!is_readable(traces))
		return -ENOENT;
	db_bind_text(db, DB_PROCESS_GET, 1, trace->directory);
	db_bind_text(db, DB_PROCESS_GET, 2, trace->target);
	int err = db_step(db, DB_PROCESS_GET);
	if (err <= 0)
		return err < 0 ? note_error(traces, err) : -ENOENT;
	size_t len;
	int64_t dictionary = db_column_int(db, DB_PROCESS_GET, 0);
	const void *data = db_column_blob(db, DB_PROCESS_GET, 1, &len);
	err = dictionary_expand(traces->dictionaries, dictionary, data, len, &expanded);
	db_reset(db, DB_PROCESS_GET);
	if (err == 0 && !pack_open_processes(trace, expanded.data, expanded.len))
		err = -EUCLEAN;
	return err;
}

int
trace_store_processes(struct trace_store *traces, struct trace *trace)
{
	if (!trace->processes_unread)
		return 0;
	begin_reading(traces);
	const struct record *record = record_find(traces, trace->directory, trace->target);
	if (!record || !record->has_processes)
		return read_processes(traces, trace);
	bool is_good =
		pack_open_processes(trace, record->processes.data, record->processes.len);
	return is_good ? 0 : -EUCLEAN;
}

/* Writing. */

static struct record *
record_of(struct trace_store *traces, const char *directory, const char *target)
{
	const struct name *key = key_of(traces, directory, target);
	struct record *record = key->bound;
	if (record)
		return record;
	record = arena_alloc(traces->arena, sizeof *record);
	record->directory = key->text;
	record->target = key->text + strlen(key->text) + 1;
	buf_init(&record->data);
	buf_init(&record->processes);
	name_bind(key, record);
	vec_push(&traces->records, record);
	return record;
}

void
trace_store_put(struct trace_store *traces, const struct trace *trace)
{
	begin_reading(traces); /* numbers of facts start behind those that are known */
	struct record *record = record_of(traces, trace->directory, trace->target);
	record->is_deleted = false;
	buf_clear(&record->data);
	pack_trace(traces->pack, trace, &record->data);
	if (!trace->processes_unread) {
		buf_clear(&record->processes);
		pack_processes(trace, &record->processes);
		record->has_processes = true;
	}
	traces->pending += record->data.len + record->processes.len;
}

void
trace_store_delete(struct trace_store *traces, const char *directory, const char *target)
{
	struct record *record = record_of(traces, directory, target);
	record_clear(record);
	record->is_deleted = true;
	traces->pending++;
}

size_t
trace_store_pending(const struct trace_store *traces)
{
	return traces->pending;
}

uint64_t
trace_store_begin_build(struct trace_store *traces)
{
	int64_t last = 0;
	if (is_readable(traces)) {
		db_bind_text(traces->db, DB_META_GET, 1, "build");
		if (db_step(traces->db, DB_META_GET) > 0)
			last = db_column_int(traces->db, DB_META_GET, 0);
		db_reset(traces->db, DB_META_GET);
	}
	traces->build = (uint64_t)last + 1;
	traces->build_is_new = true;
	return traces->build;
}

static int
put_meta(struct trace_store *traces, const char *name, int64_t value)
{
	db_bind_text(traces->db, DB_META_PUT, 1, name);
	db_bind_int(traces->db, DB_META_PUT, 2, value);
	return db_run(traces->db, DB_META_PUT);
}

static int
write_page(struct trace_store *traces, const struct pack *pack, size_t first, size_t count)
{
	cleanup_buf struct buf page = BUF_INIT;
	pack_page(pack, first, count, &page);
	db_bind_int(traces->db, DB_FACT_PAGE_PUT, 1, (int64_t)first);
	db_bind_int(traces->db, DB_FACT_PAGE_PUT, 2, (int64_t)count);
	db_bind_blob(traces->db, DB_FACT_PAGE_PUT, 3, page.data, page.len);
	return db_run(traces->db, DB_FACT_PAGE_PUT);
}

/* *start: where the last page starts, then and now */
static int
write_facts(struct trace_store *traces, const struct pack *pack, size_t written, size_t *start)
{
	size_t total = pack_fact_count(pack);
	size_t first = written - *start < PAGE_GROWS ? *start : written;
	int err = 0;
	if (written == total)
		return 0;
	for (size_t count; err == 0 && first < total; first += count) {
		count = total - first < PAGE ? total - first : PAGE;
		err = write_page(traces, pack, first, count);
		*start = first;
	}
	return err;
}

static int
write_shared(struct trace_store *traces, const struct pack *pack, size_t written)
{
	int err = 0;
	for (size_t i = written + 1; err == 0 && i <= pack_shared_count(pack); i++) {
		size_t len;
		const void *data = pack_shared(pack, i, &len);
		db_bind_int(traces->db, DB_SHARED_PUT, 1, (int64_t)i);
		db_bind_blob(traces->db, DB_SHARED_PUT, 2, data, len);
		err = db_run(traces->db, DB_SHARED_PUT);
	}
	return err;
}

static int
run_on_step(struct trace_store *traces, enum db_statement statement, const struct record *record)
{
	db_bind_text(traces->db, statement, 1, record->directory);
	db_bind_text(traces->db, statement, 2, record->target);
	return db_run(traces->db, statement);
}

static int
write_data(struct trace_store *traces, const struct record *record)
{
	db_bind_blob(traces->db, DB_TRACE_PUT, 3, record->data.data, record->data.len);
	return run_on_step(traces, DB_TRACE_PUT, record);
}

static int
write_processes(struct trace_store *traces, const struct record *record)
{
	struct db *db = traces->db;
	cleanup_buf struct buf squeezed = BUF_INIT;
	int64_t dictionary, trace;
	int err = dictionary_squeeze(traces->dictionaries, record->processes.data,
				     record->processes.len, &squeezed, &dictionary);
	if (err < 0)
		return err;
	db_bind_text(db, DB_TRACE_ID, 1, record->directory);
	db_bind_text(db, DB_TRACE_ID, 2, record->target);
	err = db_step(db, DB_TRACE_ID);
	trace = err > 0 ? db_column_int(db, DB_TRACE_ID, 0) : 0;
	db_reset(db, DB_TRACE_ID);
	if (err <= 0)
		return err;
	db_bind_int(db, DB_PROCESS_PUT, 1, trace);
	db_bind_int(db, DB_PROCESS_PUT, 2, dictionary);
	db_bind_blob(db, DB_PROCESS_PUT, 3, squeezed.data, squeezed.len);
	return db_run(db, DB_PROCESS_PUT);
}

static int
write_record(struct trace_store *traces, const struct record *record)
{
	int err;
	if (record->is_deleted) {
		err = run_on_step(traces, DB_PROCESS_DELETE, record);
		return err ? err : run_on_step(traces, DB_TRACE_DELETE, record);
	}
	err = write_data(traces, record);
	if (err == 0 && record->has_processes)
		err = write_processes(traces, record);
	return err;
}

static int
write_file(struct trace_store *traces, const struct file_digest *file)
{
	struct db *db = traces->db;
	db_bind_int(db, DB_FILE_PUT, 1, (int64_t)file->state.device);
	db_bind_int(db, DB_FILE_PUT, 2, (int64_t)file->state.inode);
	db_bind_int(db, DB_FILE_PUT, 3, (int64_t)file->state.size);
	db_bind_int(db, DB_FILE_PUT, 4, file->state.mtime_ns);
	db_bind_int(db, DB_FILE_PUT, 5, file->state.ctime_ns);
	db_bind_int(db, DB_FILE_PUT, 6, file->stamp_ns);
	db_bind_blob(db, DB_FILE_PUT, 7, file->digest.bytes, sizeof file->digest.bytes);
	return db_run(db, DB_FILE_PUT);
}

static int
write_all(struct trace_store *traces, size_t *page_start)
{
	int err = write_facts(traces, traces->pack, traces->facts_written, page_start);
	if (err == 0)
		err = write_shared(traces, traces->pack, traces->shared_written);
	for (size_t i = 0; err == 0 && i < traces->records.count; i++)
		err = write_record(traces, traces->records.at[i]);
	for (size_t i = 0; err == 0 && i < traces->file_list.count; i++)
		err = write_file(traces, traces->file_list.at[i]);
	if (err == 0 && traces->build_is_new)
		err = put_meta(traces, "build", (int64_t)traces->build);
	return err;
}

static void
forget_written(struct trace_store *traces, size_t page_start)
{
	for (size_t i = 0; i < traces->records.count; i++) {
		struct record *record = traces->records.at[i];
		name_bind(key_of(traces, record->directory, record->target), NULL);
		record_clear(record);
	}
	traces->records.count = 0;
	traces->file_list.count = 0;
	map_release(&traces->files);
	traces->facts_written = pack_fact_count(traces->pack);
	traces->page_start = page_start;
	traces->shared_written = pack_shared_count(traces->pack);
	traces->build_is_new = false;
	traces->pending = 0;
}

static bool
is_writable(const struct trace_store *traces)
{
	return is_readable(traces) && !store_is_read_only(traces->store);
}

static int
begin_writing(struct trace_store *traces)
{
	if (db_is_in_transaction(traces->db))
		db_run(traces->db, DB_COMMIT);
	return db_run(traces->db, DB_BEGIN_WRITE);
}

/* commits, or takes all back */
static int
end_writing(struct trace_store *traces, int err)
{
	if (err == 0)
		err = db_run(traces->db, DB_COMMIT);
	if (err < 0) {
		db_run(traces->db, DB_ROLLBACK);
		dictionary_forget(traces->dictionaries);
	}
	return note_error(traces, err);
}

int
trace_store_flush(struct trace_store *traces)
{
	if (traces->records.count == 0 && traces->file_list.count == 0)
		return 0;
	begin_reading(traces);
	if (!is_writable(traces))
		return traces->db && store_is_damaged(traces->store) ? -EUCLEAN : 0;
	size_t page_start = traces->page_start;
	int err = begin_writing(traces);
	if (err == 0)
		err = end_writing(traces, write_all(traces, &page_start));
	if (err == 0)
		forget_written(traces, page_start);
	return note_error(traces, err);
}

/* All traces. */

struct walk {
	struct trace_store *traces;
	bool (*each)(void *arg, struct trace *);
	void (*each_effect)(void *arg, const struct effect_owner *, const struct effect *);
	void *arg;
	struct effect_owner owner;
};

static void
pass_effect(void *arg, const struct pack_head *head, const struct effect *effect)
{
	struct walk *walk = arg;
	walk->owner.build = head->build;
	walk->owner.order = head->order;
	walk->each_effect(walk->arg, &walk->owner, effect);
}

static bool
walk_visit(struct walk *walk, const char *directory, const char *target, const void *data,
	   size_t len)
{
	const struct pack *pack = walk->traces->pack;
	if (!walk->each) {
		walk->owner = (struct effect_owner){ directory, target, 0, 0 };
		pack_open_effects(pack, data, len, pass_effect, walk);
		return true;
	}
	struct trace *trace = pack_open_trace(pack, directory, target, data, len);
	bool goes_on = !trace || walk->each(walk->arg, trace);
	trace_free(trace);
	return goes_on;
}

/* false: stopped */
static bool
walk_waiting(struct walk *walk)
{
	for (size_t i = 0; i < walk->traces->records.count; i++) {
		const struct record *record = walk->traces->records.at[i];
		if (!record->is_deleted &&
		    !walk_visit(walk, record->directory, record->target, record->data.data,
				record->data.len))
			return false;
	}
	return true;
}

static void
walk_all(struct walk *walk)
{
	struct trace_store *traces = walk->traces;
	struct db *db = traces->db;
	trace_store_flush(traces);
	begin_reading(traces);
	if (!walk_waiting(walk) || !is_readable(traces))
		return;
	int err;
	while ((err = db_step(db, DB_TRACE_ALL)) > 0) {
		size_t len;
		const char *directory = db_column_text(db, DB_TRACE_ALL, 0);
		const char *target = db_column_text(db, DB_TRACE_ALL, 1);
		const void *data = db_column_blob(db, DB_TRACE_ALL, 2, &len);
		if (!record_find(traces, directory, target) &&
		    !walk_visit(walk, directory, target, data, len))
			break;
	}
	db_reset(db, DB_TRACE_ALL);
	note_error(traces, err);
}

void
trace_store_each(struct trace_store *traces, bool (*each)(void *arg, struct trace *), void *arg)
{
	struct walk walk = { .traces = traces, .each = each, .arg = arg };
	walk_all(&walk);
}

void
trace_store_each_effect(struct trace_store *traces,
			void (*each)(void *arg, const struct effect_owner *, const struct effect *),
			void *arg)
{
	struct walk walk = { .traces = traces, .each_effect = each, .arg = arg };
	walk_all(&walk);
}

/* The digest cache. */

static const void *
file_key(const struct state *state)
{
	/* two files with one key drive each other out, no more */
	return (const void *)(uintptr_t)((state->inode * 0x9e3779b97f4a7c15u ^ state->device) | 1);
}

static bool
file_matches(const struct state *a, const struct state *b)
{
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns;
}

static bool
read_file(struct trace_store *traces, const struct state *state, struct digest *digest,
	  int64_t *stamp_ns)
{
	struct db *db = traces->db;
	size_t len = 0;
	db_bind_int(db, DB_FILE_GET, 1, (int64_t)state->device);
	db_bind_int(db, DB_FILE_GET, 2, (int64_t)state->inode);
	int err = db_step(db, DB_FILE_GET);
	if (err > 0 && (uint64_t)db_column_int(db, DB_FILE_GET, 0) == state->size &&
	    db_column_int(db, DB_FILE_GET, 1) == state->mtime_ns &&
	    db_column_int(db, DB_FILE_GET, 2) == state->ctime_ns) {
		*stamp_ns = db_column_int(db, DB_FILE_GET, 3);
		const void *bytes = db_column_blob(db, DB_FILE_GET, 4, &len);
		if (len == sizeof digest->bytes)
			memcpy(digest->bytes, bytes, len);
	}
	db_reset(db, DB_FILE_GET);
	note_error(traces, err);
	return len == sizeof digest->bytes;
}

static bool
cache_get(void *arg, const struct state *state, struct digest *digest, int64_t *stamp_ns)
{
	struct trace_store *traces = arg;
	const struct file_digest *file = map_get(&traces->files, file_key(state));
	if (file && file_matches(&file->state, state)) {
		*digest = file->digest;
		*stamp_ns = file->stamp_ns;
		return true;
	}
	begin_reading(traces);
	return is_readable(traces) && read_file(traces, state, digest, stamp_ns);
}

static void
cache_put(void *arg, const struct state *state, const struct digest *digest, int64_t stamp_ns)
{
	struct trace_store *traces = arg;
	struct file_digest *file = map_get(&traces->files, file_key(state));
	if (!file) {
		file = arena_alloc(traces->arena, sizeof *file);
		map_put(&traces->files, file_key(state), file);
		vec_push(&traces->file_list, file);
	}
	*file = (struct file_digest){ *state, *digest, stamp_ns };
	traces->pending += sizeof *file;
}

const struct snapshot_cache *
trace_store_digests(struct trace_store *traces)
{
	return &traces->cache;
}

/* Tidying up: facts that no trace refers to any more are dropped by packing all traces anew. */

struct tidying {
	struct trace_store *traces;
	struct pack *pack;                       /* owned: the new one */
	struct arena *arena;                     /* owned */
	struct { VEC(struct record *) } records; /* owned */
};

static bool
repack(void *arg, struct trace *trace)
{
	struct tidying *tidying = arg;
	struct record *record = arena_alloc(tidying->arena, sizeof *record);
	record->directory = arena_dup(tidying->arena, trace->directory, strlen(trace->directory));
	record->target = arena_dup(tidying->arena, trace->target, strlen(trace->target));
	buf_init(&record->data);
	buf_init(&record->processes);
	pack_trace(tidying->pack, trace, &record->data);
	vec_push(&tidying->records, record);
	return true;
}

static int
write_tidied(struct tidying *tidying)
{
	struct trace_store *traces = tidying->traces;
	size_t start = 0;
	int err = db_run(traces->db, DB_FACT_PAGES_CLEAR);
	if (err == 0)
		err = db_run(traces->db, DB_SHARED_CLEAR);
	if (err == 0)
		err = write_facts(traces, tidying->pack, 0, &start);
	if (err == 0)
		err = write_shared(traces, tidying->pack, 0);
	for (size_t i = 0; err == 0 && i < tidying->records.count; i++)
		err = write_data(traces, tidying->records.at[i]);
	if (err == 0)
		err = put_meta(traces, "tidied", (int64_t)pack_fact_count(tidying->pack));
	return err;
}

static int64_t
single_number(struct db *db, enum db_statement statement)
{
	int64_t number = 0;
	if (db_step(db, statement) > 0)
		number = db_column_int(db, statement, 0);
	db_reset(db, statement);
	return number;
}

static bool
needs_tidying(struct trace_store *traces)
{
	size_t facts = pack_fact_count(traces->pack);
	if (!is_writable(traces) || facts < TIDY_FACTS)
		return false;
	db_bind_text(traces->db, DB_META_GET, 1, "tidied");
	return facts > TIDY_FACTOR * (size_t)single_number(traces->db, DB_META_GET);
}

/* the last thing that is done with these traces: afterwards pack and database differ */
static void
tidy(struct trace_store *traces)
{
	struct tidying tidying = { .traces = traces };
	if (!needs_tidying(traces))
		return;
	tidying.pack = pack_new();
	tidying.arena = arena_new();
	trace_store_each(traces, repack, &tidying);
	int err = begin_writing(traces);
	if (err == 0)
		err = write_tidied(&tidying);
	if (err == 0 && single_number(traces->db, DB_FILE_COUNT) > FILES_MAX)
		err = db_run(traces->db, DB_FILES_CLEAR);
	end_writing(traces, err);
	for (size_t i = 0; i < tidying.records.count; i++)
		record_clear(tidying.records.at[i]);
	vec_release(&tidying.records);
	arena_free(tidying.arena);
	pack_free(tidying.pack);
}
