/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_store.c - what is put comes back, in this process and the next; whatever ails the store,
   the build goes on. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "store/blob.h"
#include "store/db.h"
#include "store/store.h"
#include "store/trace_store.h"
#include "trace/snapshot.h"

static char root[40];
static struct store *store;
static struct trace_store *traces;
static struct buf message;

static void
open_all(void)
{
	buf_clear(&message);
	ck_assert_int_eq(store_open(&store, root, 0, &message), 0);
	traces = trace_store_new(store);
}

static void
close_all(void)
{
	trace_store_free(traces);
	store_close(store);
	traces = NULL;
	store = NULL;
}

static void
reopen(void)
{
	close_all();
	open_all();
	ck_assert_str_eq(message.data, "");
}

static void
set_up(void)
{
	strcpy(root, "/tmp/check_store.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	buf_init(&message);
	open_all();
}

static void
run(const char *format, const char *argument)
{
	char command[200];
	snprintf(command, sizeof command, format, argument);
	ck_assert_int_eq(system(command), 0);
}

static void
tear_down(void)
{
	close_all();
	buf_release(&message);
	run("chmod -R u+w %s", root);
	run("rm -rf %s", root);
}

static char *
in_store(const char *name)
{
	static char path[200];
	snprintf(path, sizeof path, "%s/.tmake/%s", root, name);
	return path;
}

static bool
exists(const char *name)
{
	return access(in_store(name), F_OK) == 0;
}

/* Traces. */

static struct state
state_of(unsigned seed)
{
	struct state state = {
		.type = FILE_REGULAR,
		.mode = 0644 | (seed & 0111),
		.uid = seed % 3,
		.gid = UINT32_MAX - seed % 2,
		.size = seed * 77u,
		.device = UINT64_MAX - seed % 2,
		.inode = 1000 + seed,
		.mtime_ns = seed % 5 ? 1700000000000000000 + seed : -5,
		.ctime_ns = seed % 7 ? 1700000000000000000 - seed : INT64_MIN,
		.has_digest = seed % 3 != 0,
	};
	for (unsigned i = 0; state.has_digest && i < sizeof state.digest.bytes; i++)
		state.digest.bytes[i] = (unsigned char)(seed + i);
	return state;
}

static const char *
text_of(struct trace *trace, const char *format, unsigned number)
{
	char text[100];
	snprintf(text, sizeof text, format, number);
	return trace_dup(trace, text);
}

static void
fill_lists(struct trace *trace, unsigned seed)
{
	static const struct state absent = { .type = FILE_ABSENT };
	for (unsigned i = 0; i < 40; i++) {
		struct access access = { text_of(trace, "/usr/include/%03u.h", i), 1u << i % 6,
					 i % 4 ? i % 4 : PROCESS_NONE, state_of(i) };
		if (i % 8 == 7)
			access.seen = absent;
		vec_push(&trace->accesses, access);
	}
	struct access own = { text_of(trace, "/r/%u.c", seed), ACCESS_READ, 1, state_of(seed) };
	vec_push(&trace->accesses, own);
	struct effect effect = { text_of(trace, "/r/%u.o", seed), 2, absent, state_of(seed + 1) };
	vec_push(&trace->effects, effect);
	struct effect changed = { "/r/log", PROCESS_NONE, state_of(seed), state_of(seed + 2) };
	vec_push(&trace->effects, changed);
	struct declared declared[] = { { own.path, false, own.seen }, { "/r/dir", true, absent } };
	vec_push(&trace->declared, declared[0]);
	vec_push(&trace->declared, declared[1]);
	struct shell_call call = { .command = "git rev-parse HEAD", .result = "abc", .status = -1 };
	vec_push(&call.accesses, own);
	vec_push(&trace->shell_calls, call);
	struct shell_call none = { .command = "date", .result = "" };
	vec_push(&trace->shell_calls, none);
}

static void
fill_processes(struct trace *trace, unsigned seed)
{
	for (unsigned i = 0; i < 3; i++) {
		struct process process = { (int32_t)(seed * 10 + 3 - i), UINT64_MAX - seed + i,
					   i ? i - 1 : PROCESS_NONE,
					   text_of(trace, "cc1 -quiet -O2 -I../include %u.c", seed),
					   i ? "/r" : "" };
		vec_push(&trace->processes, process);
	}
}

static struct trace *
make_trace(unsigned seed)
{
	struct trace *trace = trace_new();
	trace->directory = "/r";
	trace->target = text_of(trace, "%u.o", seed);
	trace->makefile = seed % 2 ? "/r/Makefile" : "";
	trace->line = seed;
	trace->recipe = text_of(trace, "cc -c %u.c\n@echo \xff done", seed);
	trace->shell = "/bin/sh\n-c\n";
	struct environment_entry set = { "A", "1\n=2" }, unset = { "B", NULL }, empty = { "C", "" };
	vec_push(&trace->environment, set);
	vec_push(&trace->environment, unset);
	vec_push(&trace->environment, empty);
	fill_lists(trace, seed);
	fill_processes(trace, seed);
	trace->uses_newer = seed & 2;
	trace->started_make = seed & 4;
	trace->makes_target = !(seed & 1);
	trace->used_network = seed & 8;
	trace->end = (enum trace_end)(seed % 3);
	trace->status = (int)seed % 5 - 2;
	trace->void_reason = seed % 3 == 1 ? "an input changed" : NULL;
	trace->started_ns = 1700000000000000000 + seed;
	trace->duration_ns = seed * 1000;
	trace->build = seed;
	trace->order = UINT64_MAX - seed;
	trace->why = seed % 2 ? "it never ran" : NULL;
	trace_normalize(trace);
	return trace;
}

static void
same_text(const char *a, const char *b)
{
	ck_assert_int_eq(!a, !b);
	if (a)
		ck_assert_str_eq(a, b);
}

static void
same_state(const struct state *a, const struct state *b)
{
	ck_assert_int_eq(a->type, b->type);
	ck_assert_uint_eq(a->mode, b->mode);
	ck_assert_uint_eq(a->uid, b->uid);
	ck_assert_uint_eq(a->gid, b->gid);
	ck_assert_uint_eq(a->size, b->size);
	ck_assert_uint_eq(a->device, b->device);
	ck_assert_uint_eq(a->inode, b->inode);
	ck_assert_int_eq(a->mtime_ns, b->mtime_ns);
	ck_assert_int_eq(a->ctime_ns, b->ctime_ns);
	ck_assert_int_eq(a->has_digest, b->has_digest);
	ck_assert_mem_eq(&a->digest, &b->digest, sizeof a->digest);
}

static void
same_accesses(const struct access *a, size_t a_count, const struct access *b, size_t b_count)
{
	ck_assert_uint_eq(a_count, b_count);
	for (size_t i = 0; i < a_count; i++) {
		ck_assert_str_eq(a[i].path, b[i].path);
		ck_assert_uint_eq(a[i].kinds, b[i].kinds);
		ck_assert_uint_eq(a[i].process, b[i].process);
		same_state(&a[i].seen, &b[i].seen);
	}
}

static void
same_lists(const struct trace *a, const struct trace *b)
{
	same_accesses(a->accesses.at, a->accesses.count, b->accesses.at, b->accesses.count);
	ck_assert_uint_eq(a->effects.count, b->effects.count);
	for (size_t i = 0; i < a->effects.count; i++) {
		ck_assert_str_eq(a->effects.at[i].path, b->effects.at[i].path);
		ck_assert_uint_eq(a->effects.at[i].process, b->effects.at[i].process);
		same_state(&a->effects.at[i].before, &b->effects.at[i].before);
		same_state(&a->effects.at[i].after, &b->effects.at[i].after);
	}
	ck_assert_uint_eq(a->declared.count, b->declared.count);
	for (size_t i = 0; i < a->declared.count; i++) {
		ck_assert_str_eq(a->declared.at[i].path, b->declared.at[i].path);
		ck_assert_int_eq(a->declared.at[i].order_only, b->declared.at[i].order_only);
		same_state(&a->declared.at[i].state, &b->declared.at[i].state);
	}
	ck_assert_uint_eq(a->environment.count, b->environment.count);
	for (size_t i = 0; i < a->environment.count; i++) {
		ck_assert_str_eq(a->environment.at[i].name, b->environment.at[i].name);
		same_text(a->environment.at[i].value, b->environment.at[i].value);
	}
}

static void
same_shell_calls(const struct trace *a, const struct trace *b)
{
	ck_assert_uint_eq(a->shell_calls.count, b->shell_calls.count);
	for (size_t i = 0; i < a->shell_calls.count; i++) {
		const struct shell_call *x = &a->shell_calls.at[i], *y = &b->shell_calls.at[i];
		ck_assert_str_eq(x->command, y->command);
		ck_assert_str_eq(x->result, y->result);
		ck_assert_int_eq(x->status, y->status);
		same_accesses(x->accesses.at, x->accesses.count, y->accesses.at,
			      y->accesses.count);
	}
}

static void
same_processes(const struct trace *a, const struct trace *b)
{
	ck_assert_uint_eq(a->processes.count, b->processes.count);
	for (size_t i = 0; i < a->processes.count; i++) {
		const struct process *x = &a->processes.at[i], *y = &b->processes.at[i];
		ck_assert_int_eq(x->pid, y->pid);
		ck_assert_uint_eq(x->start_ticks, y->start_ticks);
		ck_assert_uint_eq(x->parent, y->parent);
		ck_assert_str_eq(x->command, y->command);
		ck_assert_str_eq(x->cwd, y->cwd);
	}
}

static void
same_trace(const struct trace *a, const struct trace *b)
{
	ck_assert_str_eq(a->directory, b->directory);
	ck_assert_str_eq(a->target, b->target);
	ck_assert_str_eq(a->makefile, b->makefile);
	ck_assert_uint_eq(a->line, b->line);
	ck_assert_str_eq(a->recipe, b->recipe);
	ck_assert_str_eq(a->shell, b->shell);
	ck_assert_int_eq(a->uses_newer, b->uses_newer);
	ck_assert_int_eq(a->started_make, b->started_make);
	ck_assert_int_eq(a->makes_target, b->makes_target);
	ck_assert_int_eq(a->used_network, b->used_network);
	ck_assert_int_eq(a->end, b->end);
	ck_assert_int_eq(a->status, b->status);
	same_text(a->void_reason, b->void_reason);
	ck_assert_int_eq(a->started_ns, b->started_ns);
	ck_assert_int_eq(a->duration_ns, b->duration_ns);
	ck_assert_uint_eq(a->build, b->build);
	ck_assert_uint_eq(a->order, b->order);
	same_text(a->why, b->why);
	same_lists(a, b);
	same_shell_calls(a, b);
}

enum { TRACES = 30 };

static void
put(unsigned seed)
{
	struct trace *trace = make_trace(seed);
	trace_store_put(traces, trace);
	trace_free(trace);
}

static void
expect(unsigned seed)
{
	struct trace *wanted = make_trace(seed);
	struct trace *trace = trace_store_get(traces, wanted->directory, wanted->target);
	ck_assert_ptr_nonnull(trace);
	same_trace(trace, wanted);
	ck_assert_uint_eq(trace->processes.count, 0);
	ck_assert_int_eq(trace_store_processes(traces, trace), 0);
	same_processes(trace, wanted);
	trace_free(trace);
	trace_free(wanted);
}

static bool
is_there(const char *target)
{
	struct trace *trace = trace_store_get(traces, "/r", target);
	trace_free(trace);
	return trace;
}

START_TEST(traces_come_back)
{
	for (unsigned i = 0; i < TRACES; i++)
		put(i);
	for (unsigned i = 0; i < TRACES; i++)
		expect(i); /* before they are written */
	ck_assert_uint_gt(trace_store_pending(traces), 0);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	ck_assert_uint_eq(trace_store_pending(traces), 0);
	for (unsigned i = 0; i < TRACES; i++)
		expect(i); /* after that, by the process that wrote them */
	put(TRACES);
	reopen();
	for (unsigned i = 0; i <= TRACES; i++)
		expect(i); /* by the next one */
	ck_assert(!is_there("nothing"));
}
END_TEST

START_TEST(an_empty_trace_comes_back)
{
	struct trace *trace = trace_new();
	trace->target = "all";
	trace_store_put(traces, trace);
	trace_free(trace);
	reopen();
	trace = trace_store_get(traces, "", "all");
	ck_assert_ptr_nonnull(trace);
	ck_assert_uint_eq(trace->accesses.count, 0);
	ck_assert_str_eq(trace->recipe, "");
	ck_assert_int_eq(trace_store_processes(traces, trace), 0);
	trace_free(trace);
}
END_TEST

START_TEST(the_last_put_counts)
{
	struct trace *trace = make_trace(1);
	trace_store_put(traces, trace);
	reopen();
	trace->recipe = "another";
	trace->accesses.at[3].seen.size++;
	trace_store_put(traces, trace);
	reopen();
	struct trace *got = trace_store_get(traces, "/r", "1.o");
	same_trace(got, trace);

	got->build = 99; /* a trace without its processes does not take them away */
	trace_store_put(traces, got);
	trace_free(got);
	reopen();
	got = trace_store_get(traces, "/r", "1.o");
	ck_assert_uint_eq(got->build, 99);
	ck_assert_int_eq(trace_store_processes(traces, got), 0);
	same_processes(got, trace);
	trace_free(got);
	trace_free(trace);
}
END_TEST

START_TEST(deletes)
{
	put(1);
	put(2);
	reopen();
	trace_store_delete(traces, "/r", "1.o");
	ck_assert(!is_there("1.o"));
	reopen();
	ck_assert(!is_there("1.o"));
	expect(2);
	trace_store_delete(traces, "/r", "2.o");
	put(2);
	expect(2);
	reopen();
	expect(2);
}
END_TEST

static bool
count_trace(void *arg, struct trace *trace)
{
	unsigned *count = arg;
	ck_assert_str_eq(trace->directory, "/r");
	return ++*count < 4;
}

static void
add_order(void *arg, const struct effect_owner *owner, const struct effect *effect)
{
	unsigned *count = arg;
	ck_assert_str_eq(owner->directory, "/r");
	ck_assert_uint_eq(owner->order, UINT64_MAX - owner->build);
	ck_assert(strcmp(effect->path, "/r/log") == 0 || effect->before.type == FILE_ABSENT);
	++*count;
}

START_TEST(walks)
{
	unsigned count = 0;
	for (unsigned i = 0; i < 3; i++)
		put(i);
	reopen();
	put(2);
	put(3);
	trace_store_each_effect(traces, add_order, &count);
	ck_assert_uint_eq(count, 2 * 4);
	count = 0;
	trace_store_each(traces, count_trace, &count);
	ck_assert_uint_eq(count, 4);
	put(4);
	count = 0;
	trace_store_each(traces, count_trace, &count); /* stops when told */
	ck_assert_uint_eq(count, 4);
}
END_TEST

START_TEST(works_without_a_store)
{
	struct trace_store *kept = traces;
	traces = trace_store_new(NULL);
	put(1);
	expect(1);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	expect(1);
	ck_assert(!is_there("2.o"));
	ck_assert_uint_eq(trace_store_begin_build(traces), 1);
	unsigned count = 0;
	trace_store_each_effect(traces, add_order, &count);
	ck_assert_uint_eq(count, 2);
	trace_store_free(traces);
	traces = kept;
}
END_TEST

START_TEST(counts_builds)
{
	ck_assert_uint_eq(trace_store_begin_build(traces), 1);
	put(1);
	reopen();
	ck_assert_uint_eq(trace_store_begin_build(traces), 2);
	reopen(); /* nothing was done in it */
	ck_assert_uint_eq(trace_store_begin_build(traces), 2);
}
END_TEST

START_TEST(keeps_digests_of_files)
{
	const struct snapshot_cache *cache = trace_store_digests(traces);
	struct state state = state_of(4), other = state_of(4);
	struct digest digest;
	int64_t stamp_ns;
	ck_assert(!cache->get(cache->arg, &state, &digest, &stamp_ns));
	cache->put(cache->arg, &state, &state.digest, 17);
	for (int i = 0; i < 2; i++) {
		cache = trace_store_digests(traces);
		ck_assert(cache->get(cache->arg, &state, &digest, &stamp_ns));
		ck_assert_mem_eq(&digest, &state.digest, sizeof digest);
		ck_assert_int_eq(stamp_ns, 17);
		other.ctime_ns++;
		ck_assert(!cache->get(cache->arg, &other, &digest, &stamp_ns));
		reopen();
	}
}
END_TEST

/* many versions of one file: what no trace refers to goes */
START_TEST(tidies_up)
{
	struct trace *trace = make_trace(2);
	for (unsigned i = 0; i < 300; i++) {
		for (size_t j = 0; j < trace->accesses.count; j++)
			if (trace->accesses.at[j].seen.type == FILE_REGULAR)
				trace->accesses.at[j].seen.size++;
		trace_store_put(traces, trace);
	}
	reopen();
	struct trace *got = trace_store_get(traces, "/r", "2.o");
	ck_assert_ptr_nonnull(got);
	same_trace(got, trace);
	ck_assert_int_eq(trace_store_processes(traces, got), 0);
	same_processes(got, trace);
	trace_free(got);
	put(5);
	reopen();
	expect(5);
	int64_t facts;
	ck_assert_int_eq(db_number(store_db(store), "SELECT sum(count) FROM fact_page", &facts), 0);
	ck_assert_int_lt(facts, 200);
	trace_free(trace);
}
END_TEST

/* What ails a store. */

START_TEST(hides_from_version_control)
{
	char line[10] = "";
	FILE *file = fopen(in_store(".gitignore"), "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
	ck_assert_str_eq(line, "*\n");
	fclose(file);
}
END_TEST

START_TEST(is_locked)
{
	struct store *second;
	ck_assert_int_eq(store_open(&second, root, 0, &message), -EBUSY);
	ck_assert_ptr_null(second);
	ck_assert_ptr_nonnull(strstr(message.data, "another tmake"));
	buf_clear(&message);

	put(1);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	ck_assert_int_eq(store_open(&second, root, STORE_READ_ONLY, &message), 0);
	struct trace_store *reading = trace_store_new(second);
	struct trace *trace = trace_store_get(reading, "/r", "1.o");
	ck_assert_ptr_nonnull(trace);
	trace_store_put(reading, trace); /* goes nowhere */
	ck_assert_int_eq(trace_store_flush(reading), 0);
	trace_free(trace);
	trace_store_free(reading);
	store_close(second);
}
END_TEST

START_TEST(reading_makes_nothing)
{
	struct store *second;
	char other[] = "/tmp/check_store.XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(other));
	ck_assert_int_eq(store_open(&second, other, STORE_READ_ONLY, &message), -ENOENT);
	ck_assert_str_eq(message.data, "");
	ck_assert_int_eq(rmdir(other), 0);
}
END_TEST

static void
overwrite(const char *name, off_t offset, const char *bytes, size_t len)
{
	int fd = open(in_store(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(pwrite(fd, bytes, len, offset), (ssize_t)len);
	close(fd);
}

START_TEST(sets_a_corrupt_store_aside)
{
	put(1);
	close_all();
	overwrite("tmake.db", 0, "this is no database, whatever its name says, it is a text", 57);
	open_all();
	ck_assert_ptr_nonnull(strstr(message.data, "tmake.db.corrupt-1"));
	ck_assert(exists("tmake.db.corrupt-1"));
	ck_assert(!is_there("1.o"));
	put(2);
	reopen();
	expect(2);
	close_all();
	overwrite("tmake.db", 0, "again", 5);
	open_all();
	ck_assert(exists("tmake.db.corrupt-2"));
	ck_assert(!is_there("2.o"));
}
END_TEST

START_TEST(sets_a_damaged_page_aside)
{
	char garbage[4096];
	memset(garbage, 0x5a, sizeof garbage);
	for (unsigned i = 0; i < TRACES; i++)
		put(i);
	close_all();
	/* the header stays good; some table does not */
	for (off_t page = 1; page < 12; page++)
		overwrite("tmake.db", page * 4096, garbage, sizeof garbage);
	open_all();
	is_there("1.o");
	put(1);
	trace_store_flush(traces); /* may fail; the trace is known all the same */
	expect(1);
	close_all();
	ck_assert(exists("tmake.db.corrupt-1"));
	open_all();
	put(3);
	reopen();
	expect(3);
}
END_TEST

START_TEST(a_damaged_record_is_none)
{
	put(1);
	put(2);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	ck_assert_int_eq(db_script(store_db(store), "UPDATE trace SET data = substr(data, 1, 20)"
						    " WHERE target = '1.o';"
						    "UPDATE process SET data = x'00'"),
			 0);
	reopen();
	ck_assert(!is_there("1.o"));
	struct trace *trace = trace_store_get(traces, "/r", "2.o");
	ck_assert_ptr_nonnull(trace);
	ck_assert_int_lt(trace_store_processes(traces, trace), 0);
	ck_assert_uint_eq(trace->processes.count, 0);
	trace_free(trace);
	put(1);
	reopen();
	expect(1);
}
END_TEST

START_TEST(damaged_facts_void_the_store)
{
	put(1);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	ck_assert_int_eq(
		db_script(store_db(store), "UPDATE fact_page SET data = x'ffff', count = 2"), 0);
	reopen();
	ck_assert(!is_there("1.o"));
	ck_assert(store_is_damaged(store));
	put(1);
	ck_assert_int_eq(trace_store_flush(traces), -EUCLEAN);
	expect(1);
	reopen(); /* set aside without a word: the flush has said it */
	ck_assert(exists("tmake.db.corrupt-1"));
	ck_assert(!is_there("1.o"));
}
END_TEST

START_TEST(sets_a_newer_store_aside)
{
	put(1);
	ck_assert_int_eq(trace_store_flush(traces), 0);
	ck_assert_int_eq(db_script(store_db(store), "PRAGMA user_version = 1000"), 0);
	close_all();
	open_all();
	ck_assert_ptr_nonnull(strstr(message.data, "newer"));
	ck_assert(exists("tmake.db.newer-1"));
	ck_assert(!is_there("1.o"));
	put(1);
	reopen();
	expect(1);
}
END_TEST

START_TEST(leaves_other_databases_alone)
{
	ck_assert_int_eq(db_script(store_db(store), "PRAGMA application_id = 4711"), 0);
	close_all();
	open_all();
	ck_assert(exists("tmake.db.corrupt-1"));
}
END_TEST

/* runs a test where it can do no harm to the others; 0: it went well */
static int
in_child(int (*test)(void))
{
	pid_t pid = fork();
	int status;
	if (pid == 0)
		_exit(test());
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
fill_up(void)
{
	struct rlimit limit = { 100 * 1024, 100 * 1024 };
	char target[20];
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	open_all();
	struct trace *trace = make_trace(1);
	cleanup_free char *recipe = xmalloc(200001);
	memset(recipe, 'x', 200000);
	recipe[200000] = '\0';
	trace->recipe = recipe;
	snprintf(target, sizeof target, "big");
	trace->target = target;
	trace_store_put(traces, trace);
	if (trace_store_flush(traces) >= 0)
		return 1;
	struct trace *got = trace_store_get(traces, "/r", "big");
	if (!got || strcmp(got->recipe, recipe) != 0)
		return 2;
	trace_free(got);
	trace_store_delete(traces, "/r", "big"); /* what is small enough is written later */
	put(2);
	if (trace_store_flush(traces) < 0)
		return 3;
	trace_free(trace);
	close_all();
	return 0;
}

START_TEST(survives_a_full_disk)
{
	put(1);
	close_all();
	ck_assert_int_eq(in_child(fill_up), 0);
	open_all();
	ck_assert_str_eq(message.data, "");
	expect(1);
	expect(2);
	ck_assert(!is_there("big"));
}
END_TEST

static int
die_early(void)
{
	open_all();
	put(1);
	put(2);
	trace_store_flush(traces);
	put(3);
	raise(SIGKILL);
	return 0;
}

START_TEST(survives_being_killed)
{
	close_all();
	ck_assert_int_eq(in_child(die_early), -1);
	open_all();
	ck_assert_str_eq(message.data, "");
	expect(1);
	expect(2);
	ck_assert(!is_there("3.o"));
}
END_TEST

static int
open_read_only(void)
{
	struct store *second;
	if (geteuid() == 0 && setuid(65534) < 0)
		return 77;
	if (store_open(&second, root, 0, &message) != -EACCES || second || message.len == 0)
		return 1;
	buf_clear(&message);
	if (store_open(&second, root, STORE_READ_ONLY, &message) != 0)
		return 2;
	struct trace_store *reading = trace_store_new(second);
	struct trace *trace = trace_store_get(reading, "/r", "1.o");
	if (!trace)
		return 3;
	trace_free(trace);
	trace_store_free(reading);
	store_close(second);
	return 0;
}

START_TEST(survives_a_read_only_tree)
{
	put(1);
	close_all();
	run("chmod -R a=rX %s", root);
	ck_assert_int_eq(in_child(open_read_only), 0);
	run("chmod -R u+w %s", root);
	open_all();
}
END_TEST

/* Blobs. */

START_TEST(blobs_come_back)
{
	static char large[1000000];
	struct digest digest, same;
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof large; i++)
		large[i] = (char)(i * i >> 7);
	const size_t sizes[] = { 0, 1, 5000, sizeof large };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		buf_clear(&out);
		ck_assert_int_eq(blob_put(store_folder(store), large, sizes[i], &digest), 0);
		ck_assert_int_eq(blob_put(store_folder(store), large, sizes[i], &same), 0);
		ck_assert_mem_eq(&digest, &same, sizeof same);
		ck_assert_int_eq(blob_get(store_folder(store), &digest, &out), 0);
		ck_assert_uint_eq(out.len, sizes[i]);
		ck_assert_int_eq(memcmp(out.data, large, out.len), 0);
		ck_assert_uint_gt(blob_size(store_folder(store), &digest), 0);
	}
	ck_assert_int_eq(blob_delete(store_folder(store), &digest), 0);
	ck_assert(!blob_is_there(store_folder(store), &digest));
	ck_assert_int_eq(blob_get(store_folder(store), &digest, &out), -ENOENT);
	buf_release(&out);
}
END_TEST

START_TEST(blobs_of_files)
{
	struct digest digest, same;
	struct buf out = BUF_INIT;
	char text[300000];
	memset(text, 'q', sizeof text);
	overwrite("in", 0, text, sizeof text);
	int in = open(in_store("in"), O_RDONLY | O_CLOEXEC);
	int copy = open(in_store("copy"), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	ck_assert_int_eq(blob_put_file(store_folder(store), in, &digest), 0);
	ck_assert_int_eq(blob_put(store_folder(store), text, sizeof text, &same), 0);
	ck_assert_mem_eq(&digest, &same, sizeof same);
	ck_assert_int_eq(blob_get_file(store_folder(store), &digest, copy), 0);
	ck_assert_int_eq(lseek(copy, 0, SEEK_END), sizeof text);
	ck_assert_int_eq(blob_get(store_folder(store), &digest, &out), 0);
	ck_assert_uint_eq(out.len, sizeof text);
	close(in);
	close(copy);
	buf_release(&out);
}
END_TEST

START_TEST(blobs_are_checked)
{
	static const char *const damages[] = {
		": >\"$b\"",
		"truncate -s -1 \"$b\"",
		"echo more >>\"$b\"",
		"printf x | dd of=\"$b\" bs=1 seek=20 conv=notrunc status=none",
	};
	struct digest digest;
	struct buf out = BUF_INIT;
	char command[200], text[100] = "a text, of some length, that does not compress very well: ";
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		ck_assert_int_eq(blob_put(store_folder(store), text, sizeof text, &digest), 0);
		snprintf(command, sizeof command,
			 "chmod -R u+w %s && b=$(find %s/.tmake/blobs -type f) && %s", root, root,
			 damages[i]);
		ck_assert_int_eq(system(command), 0);
		ck_assert_int_eq(blob_get(store_folder(store), &digest, &out), -EUCLEAN);
		ck_assert_uint_eq(out.len, 0);
		ck_assert(!blob_is_there(store_folder(store), &digest));
	}
	buf_release(&out);
}
END_TEST

static TCase *
trace_tests(void)
{
	TCase *tc = tcase_create("traces");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, traces_come_back);
	tcase_add_test(tc, an_empty_trace_comes_back);
	tcase_add_test(tc, the_last_put_counts);
	tcase_add_test(tc, deletes);
	tcase_add_test(tc, walks);
	tcase_add_test(tc, works_without_a_store);
	tcase_add_test(tc, counts_builds);
	tcase_add_test(tc, keeps_digests_of_files);
	tcase_add_test(tc, tidies_up);
	return tc;
}

static TCase *
ailment_tests(void)
{
	TCase *tc = tcase_create("ailments");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, hides_from_version_control);
	tcase_add_test(tc, is_locked);
	tcase_add_test(tc, reading_makes_nothing);
	tcase_add_test(tc, sets_a_corrupt_store_aside);
	tcase_add_test(tc, sets_a_damaged_page_aside);
	tcase_add_test(tc, a_damaged_record_is_none);
	tcase_add_test(tc, damaged_facts_void_the_store);
	tcase_add_test(tc, sets_a_newer_store_aside);
	tcase_add_test(tc, leaves_other_databases_alone);
	tcase_add_test(tc, survives_a_full_disk);
	tcase_add_test(tc, survives_being_killed);
	tcase_add_test(tc, survives_a_read_only_tree);
	return tc;
}

static TCase *
blob_tests(void)
{
	TCase *tc = tcase_create("blobs");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, blobs_come_back);
	tcase_add_test(tc, blobs_of_files);
	tcase_add_test(tc, blobs_are_checked);
	return tc;
}

int
main(void)
{
	Suite *suite = suite_create("store");
	suite_add_tcase(suite, trace_tests());
	suite_add_tcase(suite, ailment_tests());
	suite_add_tcase(suite, blob_tests());
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
