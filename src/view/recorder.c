/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/recorder.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "parser/base/vec.h"
#include "sys/fs.h"
#include "sys/process.h"
#include "trace/trace.h"

struct record {
	struct record *parent; /* NULL: / */
	struct record *next;   /* in its bucket */
	const char *name;
	uint32_t hash;
	unsigned kinds;
	unsigned late_kinds;   /* once it was touched: count if nothing changed in the end */
	bool is_touched;       /* it is an effect: `before` holds */
	bool is_own;           /* made by the view, or below a directory that is */
	uint32_t process;      /* of the first access */
	uint32_t effect_process;
	uint64_t device, inode; /* when last seen */
	struct state seen, before;
};

struct tracked {
	pid_t pid;            /* of the process */
	uint64_t start_ticks;
	uint32_t parent;
	bool has_executed;    /* its own command line is known */
	const char *command, *directory;
};

struct thread {
	pid_t thread; /* 0: empty slot */
	uint32_t process;
};

struct recorder {
	pthread_mutex_t lock; /* all below */
	struct exec_taps *taps;
	struct recorder_hooks hooks;
	bool is_on;        /* there are records */
	bool is_recording; /* and they are filled */
	struct arena *arena; /* owned */
	struct record **buckets;
	size_t bucket_count;
	struct { VEC(struct record *) } records;
	struct { VEC(struct tracked) } processes;
	struct thread *threads; /* owned; open addressing */
	size_t thread_size, thread_count;
	const char *void_reason;
};

enum { TAP_SLOTS = 16384, FIRST_RECORD_BUCKETS = 1024, FIRST_THREADS = 64, DEEPEST_PARENT = 32 };

struct exec_taps {
	_Atomic pid_t threads[TAP_SLOTS];
};

struct exec_taps *
exec_taps_new(void)
{
	return xcalloc(1, sizeof(struct exec_taps));
}

void
exec_taps_free(struct exec_taps *taps)
{
	free(taps);
}

void
exec_taps_note(struct exec_taps *taps, pid_t thread)
{
	atomic_store(&taps->threads[(size_t)thread % TAP_SLOTS], thread);
}

static bool
take_tap(struct exec_taps *taps, pid_t thread)
{
	pid_t expected = thread;
	_Atomic pid_t *slot = &taps->threads[(size_t)thread % TAP_SLOTS];
	return atomic_load_explicit(slot, memory_order_relaxed) == thread &&
	       atomic_compare_exchange_strong(slot, &expected, 0);
}

struct recorder *
recorder_new(struct exec_taps *taps, const struct recorder_hooks *hooks)
{
	struct recorder *recorder = xcalloc(1, sizeof *recorder);
	pthread_mutex_init(&recorder->lock, NULL);
	recorder->taps = taps;
	recorder->hooks = *hooks;
	recorder->arena = arena_new_sized(64 << 10);
	recorder->bucket_count = FIRST_RECORD_BUCKETS;
	recorder->buckets = xcalloc(recorder->bucket_count, sizeof *recorder->buckets);
	recorder->thread_size = FIRST_THREADS;
	recorder->threads = xcalloc(recorder->thread_size, sizeof *recorder->threads);
	recorder->is_on = true;
	return recorder;
}

static void
release_records(struct recorder *recorder)
{
	arena_free(recorder->arena);
	recorder->arena = NULL;
	free(recorder->buckets);
	recorder->buckets = NULL;
	free(recorder->threads);
	recorder->threads = NULL;
	vec_release(&recorder->records);
	vec_release(&recorder->processes);
}

void
recorder_free(struct recorder *recorder)
{
	release_records(recorder);
	pthread_mutex_destroy(&recorder->lock);
	free(recorder);
}

void
recorder_start(struct recorder *recorder)
{
	pthread_mutex_lock(&recorder->lock);
	recorder->is_recording = true;
	pthread_mutex_unlock(&recorder->lock);
}

static uint32_t
hash_name(const struct record *parent, const char *name, size_t len)
{
	uint32_t hash = parent ? parent->hash * 31 + 17 : 2166136261;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619;
	return hash;
}

static void
widen_buckets(struct recorder *recorder)
{
	size_t count = recorder->bucket_count * 4;
	free(recorder->buckets);
	recorder->buckets = xcalloc(count, sizeof *recorder->buckets);
	recorder->bucket_count = count;
	for (size_t i = 0; i < recorder->records.count; i++) {
		struct record *record = recorder->records.at[i];
		record->next = recorder->buckets[record->hash & (count - 1)];
		recorder->buckets[record->hash & (count - 1)] = record;
	}
}

static struct record *
child_locked(struct recorder *recorder, struct record *parent, const char *name, size_t len)
{
	uint32_t hash = hash_name(parent, name, len);
	struct record *record = recorder->buckets[hash & (recorder->bucket_count - 1)];
	for (; record; record = record->next)
		if (record->hash == hash && record->parent == parent && !strncmp(record->name, name, len) &&
		    !record->name[len])
			return record;
	record = arena_alloc(recorder->arena, sizeof *record);
	record->parent = parent;
	record->hash = hash;
	record->name = arena_dup(recorder->arena, name, len);
	record->is_own = parent && parent->is_own;
	vec_push(&recorder->records, record);
	if (recorder->records.count > recorder->bucket_count) {
		widen_buckets(recorder);
	} else {
		struct record **bucket = &recorder->buckets[hash & (recorder->bucket_count - 1)];
		record->next = *bucket;
		*bucket = record;
	}
	return record;
}

struct record *
recorder_child(struct recorder *recorder, struct record *parent, const char *name)
{
	struct record *record = NULL;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_on && parent)
		record = child_locked(recorder, parent, name, strlen(name));
	pthread_mutex_unlock(&recorder->lock);
	return record;
}

struct record *
recorder_path(struct recorder *recorder, const char *path)
{
	struct record *record = NULL;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_on) {
		record = child_locked(recorder, NULL, "", 0);
		while (*++path) {
			size_t len = strcspn(path, "/");
			record = child_locked(recorder, record, path, len);
			path += len;
			if (!*path)
				break;
		}
	}
	pthread_mutex_unlock(&recorder->lock);
	return record;
}

static void
add_path(const struct record *record, struct buf *path)
{
	if (!record->parent)
		return;
	add_path(record->parent, path);
	buf_addc(path, '/');
	buf_adds(path, record->name);
}

static void
put_path(const struct record *record, struct buf *path)
{
	buf_clear(path);
	add_path(record, path);
	if (!path->len)
		buf_addc(path, '/');
}

char *
record_path(const struct record *record)
{
	struct buf path = BUF_INIT;
	put_path(record, &path);
	return buf_steal(&path, NULL);
}

bool
record_is_below(const struct record *record, const struct record *directory)
{
	while (record && record != directory)
		record = record->parent;
	return record;
}

static struct record *
rebase_locked(struct recorder *recorder, struct record *record, const struct record *from, struct record *to)
{
	if (record == from)
		return to;
	struct record *parent = rebase_locked(recorder, record->parent, from, to);
	return child_locked(recorder, parent, record->name, strlen(record->name));
}

struct record *
recorder_rebase(struct recorder *recorder, struct record *record, const struct record *from, struct record *to)
{
	pthread_mutex_lock(&recorder->lock);
	struct record *rebased = recorder->is_on ? rebase_locked(recorder, record, from, to) : NULL;
	pthread_mutex_unlock(&recorder->lock);
	return rebased;
}

void
state_from_statx(struct state *state, const struct statx *stx)
{
	*state = (struct state){ .type = FILE_OTHER, .mode = stx->stx_mode & 07777, .uid = stx->stx_uid,
		.gid = stx->stx_gid, .size = stx->stx_size, .inode = stx->stx_ino,
		.device = makedev(stx->stx_dev_major, stx->stx_dev_minor),
		.mtime_ns = stx->stx_mtime.tv_sec * INT64_C(1000000000) + stx->stx_mtime.tv_nsec,
		.ctime_ns = stx->stx_ctime.tv_sec * INT64_C(1000000000) + stx->stx_ctime.tv_nsec };
	if (S_ISREG(stx->stx_mode))
		state->type = FILE_REGULAR;
	else if (S_ISDIR(stx->stx_mode))
		state->type = FILE_DIRECTORY;
	else if (S_ISLNK(stx->stx_mode))
		state->type = FILE_LINK;
}

static void
stat_state(struct state *state, int directory, const char *name)
{
	struct statx stx;
	if (fs_stat(directory, name, &stx))
		*state = (struct state){ .type = FILE_ABSENT };
	else
		state_from_statx(state, &stx);
}

/* processes */

static struct thread *
find_thread(struct recorder *recorder, pid_t thread)
{
	size_t i = (size_t)thread & (recorder->thread_size - 1);
	while (recorder->threads[i].thread && recorder->threads[i].thread != thread)
		i = (i + 1) & (recorder->thread_size - 1);
	return &recorder->threads[i];
}

static void
put_thread(struct recorder *recorder, pid_t thread, uint32_t process)
{
	if (recorder->thread_count * 2 >= recorder->thread_size) {
		struct thread *old = recorder->threads;
		size_t old_size = recorder->thread_size;
		recorder->thread_size *= 2;
		recorder->threads = xcalloc(recorder->thread_size, sizeof *recorder->threads);
		for (size_t i = 0; i < old_size; i++)
			if (old[i].thread)
				*find_thread(recorder, old[i].thread) = old[i];
		free(old);
	}
	struct thread *slot = find_thread(recorder, thread);
	recorder->thread_count += !slot->thread;
	*slot = (struct thread){ thread, process };
}

static void
read_command(struct recorder *recorder, struct tracked *process)
{
	char command[PROCESS_COMMAND_SIZE], directory[PATH_MAX];
	process_command(process->pid, command);
	process_directory(process->pid, directory, sizeof directory);
	process->command = arena_dup(recorder->arena, command, strlen(command));
	process->directory = arena_dup(recorder->arena, directory, strlen(directory));
}

static uint32_t
find_process(const struct recorder *recorder, const struct process_facts *facts)
{
	for (size_t i = recorder->processes.count; i-- > 0;) {
		const struct tracked *process = &recorder->processes.at[i];
		if (process->pid == facts->pid && process->start_ticks == facts->start_ticks)
			return (uint32_t)i;
	}
	return PROCESS_NONE;
}

/* parents first; those above the engine are not of the step */
static uint32_t
add_process(struct recorder *recorder, pid_t thread, unsigned depth)
{
	struct process_facts facts;
	if (thread <= 1 || thread == getpid() || depth > DEEPEST_PARENT || process_facts(thread, &facts))
		return PROCESS_NONE;
	uint32_t index = find_process(recorder, &facts);
	if (index != PROCESS_NONE)
		return index;
	struct tracked process = { .pid = facts.pid, .start_ticks = facts.start_ticks };
	if (facts.parent == getppid()) /* an orphan, or the guard itself */
		process.parent = PROCESS_NONE;
	else
		process.parent = add_process(recorder, facts.parent, depth + 1);
	read_command(recorder, &process);
	vec_push(&recorder->processes, process);
	index = (uint32_t)recorder->processes.count - 1;
	put_thread(recorder, facts.pid, index);
	return index;
}

/*
 * A process that executes a program for the first time was only a copy of its parent before; one that does it again
 * (`exec gcc` in a shell) goes on as a child of what it was.  The first write to a file looks like an execve, too.
 */
static uint32_t
note_exec(struct recorder *recorder, uint32_t index)
{
	struct tracked process = recorder->processes.at[index];
	bool again = process.has_executed;
	read_command(recorder, &process);
	process.has_executed = true;
	if (again && !strcmp(process.command, recorder->processes.at[index].command))
		return index;
	if (!again) {
		recorder->processes.at[index] = process;
		return index;
	}
	process.parent = index;
	vec_push(&recorder->processes, process);
	return (uint32_t)recorder->processes.count - 1;
}

static uint32_t
process_of(struct recorder *recorder, pid_t thread)
{
	const struct thread *slot = find_thread(recorder, thread);
	bool is_known = slot->thread;
	uint32_t index = is_known ? slot->process : add_process(recorder, thread, 0);
	bool has_executed = thread > 0 && take_tap(recorder->taps, thread);
	if (index == PROCESS_NONE)
		return index;
	/* the thread that called execve may have done nothing since that came through here */
	pid_t leader = recorder->processes.at[index].pid;
	if (leader != thread && take_tap(recorder->taps, leader)) {
		index = note_exec(recorder, index);
		put_thread(recorder, leader, index);
	}
	if (has_executed)
		index = note_exec(recorder, index);
	if (has_executed || !is_known)
		put_thread(recorder, thread, index);
	return index;
}

/* accesses and changes */

static void
note_identity(struct record *record, const struct statx *stx)
{
	record->inode = stx->stx_ino;
	record->device = makedev(stx->stx_dev_major, stx->stx_dev_minor);
}

void
recorder_saw(struct recorder *recorder, struct record *record, const struct statx *stx)
{
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_on && record)
		note_identity(record, stx);
	pthread_mutex_unlock(&recorder->lock);
}

static void
add_kinds(struct recorder *recorder, struct record *record, unsigned kinds, const struct statx *stx, pid_t thread)
{
	uint32_t process = process_of(recorder, thread);
	if (!record->kinds) {
		record->process = process;
		if (stx)
			state_from_statx(&record->seen, stx);
	}
	record->kinds |= kinds;
}

void
recorder_access(struct recorder *recorder, struct record *record, unsigned kinds, const struct statx *stx,
                pid_t thread)
{
	if (!record)
		return;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_recording) {
		if (stx)
			note_identity(record, stx);
		if (record->is_touched)
			record->late_kinds |= kinds;
		else if (!record->is_own && (record->kinds | kinds) != record->kinds)
			add_kinds(recorder, record, kinds, stx, thread);
	}
	pthread_mutex_unlock(&recorder->lock);
}

/* the hook may take long (a copy of the file): not under our lock */
static int
call_hook(struct recorder *recorder, const struct record *record)
{
	if (!recorder->hooks.before_change)
		return 0;
	cleanup_free char *path = record_path(record);
	return recorder->hooks.before_change(recorder->hooks.arg, path);
}

static bool
touch_locked(struct recorder *recorder, struct record *record, const struct state *before, pid_t thread)
{
	if (record->is_touched)
		return false;
	record->is_touched = true;
	record->before = *before;
	record->effect_process = process_of(recorder, thread);
	return true;
}

int
recorder_begin_change(struct recorder *recorder, struct change *change, struct record *record, int directory,
                      const char *name, pid_t thread)
{
	struct state before;
	*change = (struct change){ .record = record };
	if (!record)
		return 0;
	pthread_mutex_lock(&recorder->lock);
	bool is_done = !recorder->is_recording || record->is_touched;
	pthread_mutex_unlock(&recorder->lock);
	if (is_done)
		return 0;
	stat_state(&before, directory, name);
	int err = call_hook(recorder, record);
	if (err)
		return err;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_recording) {
		change->is_first = touch_locked(recorder, record, &before, thread);
		change->is_new = before.type == FILE_ABSENT;
	}
	pthread_mutex_unlock(&recorder->lock);
	return 0;
}

void
recorder_end_change(struct recorder *recorder, const struct change *change, int err)
{
	if (!change->is_first)
		return;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_on && err)
		change->record->is_touched = false;
	else if (recorder->is_on && change->is_new)
		change->record->is_own = true;
	pthread_mutex_unlock(&recorder->lock);
}

bool
recorder_knows_file(struct recorder *recorder, uint64_t device, uint64_t inode)
{
	bool is_known = false;
	pthread_mutex_lock(&recorder->lock);
	for (size_t i = 0; recorder->is_recording && !is_known && i < recorder->records.count; i++)
		is_known = recorder->records.at[i]->inode == inode && recorder->records.at[i]->device == device;
	pthread_mutex_unlock(&recorder->lock);
	return is_known;
}

int
recorder_change_file(struct recorder *recorder, uint64_t device, uint64_t inode, int root, pid_t thread)
{
	struct { VEC(struct record *) } names = { 0 };
	bool is_known = false;
	int err = 0;
	pthread_mutex_lock(&recorder->lock);
	for (size_t i = 0; recorder->is_recording && i < recorder->records.count; i++) {
		struct record *record = recorder->records.at[i];
		if (record->inode != inode || record->device != device)
			continue;
		is_known = true;
		if (!record->is_touched)
			vec_push(&names, record);
	}
	pthread_mutex_unlock(&recorder->lock);
	for (size_t i = 0; !err && i < names.count; i++) {
		struct change change;
		cleanup_free char *path = record_path(names.at[i]);
		err = recorder_begin_change(recorder, &change, names.at[i], root, path + 1, thread);
	}
	vec_release(&names);
	return err ? err : is_known ? 0 : -ENOENT;
}

void
recorder_void(struct recorder *recorder, const char *reason)
{
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_recording && !recorder->void_reason)
		recorder->void_reason = reason;
	pthread_mutex_unlock(&recorder->lock);
}

/* the end */

static bool
same_file(const struct state *a, const struct state *b)
{
	return a->type == b->type && a->mode == b->mode && a->uid == b->uid && a->gid == b->gid &&
	       a->size == b->size && a->device == b->device && a->inode == b->inode &&
	       a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns;
}

/* what tells less than another kind of the same path goes */
static unsigned
strongest(unsigned kinds)
{
	if (kinds & (ACCESS_READ | ACCESS_EXEC | ACCESS_LIST | ACCESS_LINK))
		kinds &= ~(unsigned)ACCESS_STAT;
	return kinds;
}

/* content is digested after the run: it must still be what the run read */
static bool
has_moved(const struct record *record, int root, const char *path)
{
	struct state now;
	if (!(record->kinds & (ACCESS_READ | ACCESS_EXEC)) || record->seen.type != FILE_REGULAR)
		return false;
	stat_state(&now, root, path + 1);
	return now.type != record->seen.type || now.size != record->seen.size || now.inode != record->seen.inode ||
	       now.mtime_ns != record->seen.mtime_ns;
}

/* opened for writing, say, and left as it was: then it was an input all the time */
static void
untouch(struct record *record)
{
	record->is_touched = false;
	if (record->is_own || !record->late_kinds)
		return;
	if (!record->kinds) {
		record->seen = record->before;
		record->process = record->effect_process;
	}
	record->kinds |= record->late_kinds;
}

static void
finish_effect(struct record *record, int root, const char *path, const char *copy, struct trace *trace)
{
	struct effect effect = { .path = copy, .process = record->effect_process, .before = record->before };
	stat_state(&effect.after, root, path + 1);
	if (effect.before.type != FILE_ABSENT && same_file(&effect.before, &effect.after))
		untouch(record);
	else
		vec_push(&trace->effects, effect);
}

static void
finish_access(struct recorder *recorder, const struct record *record, int root, const char *path, const char *copy,
              struct trace *trace)
{
	struct access access = { .path = copy, .kinds = strongest(record->kinds), .process = record->process,
		.seen = record->seen };
	vec_push(&trace->accesses, access);
	if (!recorder->void_reason && !record->is_touched && has_moved(record, root, path))
		recorder->void_reason = "an input changed while the recipe ran";
}

static void
finish_record(struct recorder *recorder, struct record *record, int root, struct buf *path, struct trace *trace)
{
	if (!record->kinds && !record->is_touched)
		return;
	put_path(record, path);
	const char *copy = trace_dup(trace, path->data);
	if (record->is_touched)
		finish_effect(record, root, path->data, copy, trace);
	if (record->kinds)
		finish_access(recorder, record, root, path->data, copy, trace);
}

static void
finish_processes(const struct recorder *recorder, struct trace *trace)
{
	for (size_t i = 0; i < recorder->processes.count; i++) {
		const struct tracked *from = &recorder->processes.at[i];
		struct process process = { .pid = from->pid, .start_ticks = from->start_ticks,
			.parent = from->parent, .command = trace_dup(trace, from->command),
			.cwd = trace_dup(trace, from->directory) };
		vec_push(&trace->processes, process);
	}
}

void
recorder_finish(struct recorder *recorder, int root, struct trace *trace)
{
	cleanup_buf struct buf path = BUF_INIT;
	pthread_mutex_lock(&recorder->lock);
	if (recorder->is_on) {
		for (size_t i = 0; i < recorder->records.count; i++)
			finish_record(recorder, recorder->records.at[i], root, &path, trace);
		finish_processes(recorder, trace);
		if (!trace->void_reason && recorder->void_reason)
			trace->void_reason = recorder->void_reason;
		recorder->is_on = recorder->is_recording = false;
	}
	pthread_mutex_unlock(&recorder->lock);
	trace_normalize(trace);
}
