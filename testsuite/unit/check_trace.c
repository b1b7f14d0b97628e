/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_trace.c - traces in their normal form, states compared, and the state of paths asked
   once. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "testsuite/unit/fake_world.h"
#include "trace/snapshot.h"
#include "trace/trace.h"

/* The model. */

static void
add_access(struct trace *trace, const char *path, unsigned kinds, uint32_t process,
	   struct state seen)
{
	struct access access = { trace_dup(trace, path), kinds, process, seen };
	vec_push(&trace->accesses, access);
}

static void
add_effect(struct trace *trace, const char *path, struct state before, struct state after)
{
	struct effect effect = { trace_dup(trace, path), 0, before, after };
	vec_push(&trace->effects, effect);
}

static struct state
file_of(uint64_t size, unsigned char digest)
{
	struct state state = { .type = FILE_REGULAR, .mode = 0644, .size = size, .inode = 7 };
	state.mtime_ns = state.ctime_ns = 100;
	state.has_digest = digest != 0;
	state.digest.bytes[0] = digest;
	return state;
}

static const struct state absent = { .type = FILE_ABSENT };

START_TEST(normalizes_accesses)
{
	struct trace *trace = trace_new();
	add_access(trace, "/b", ACCESS_ABSENT, 1, absent);
	add_access(trace, "/c", ACCESS_STAT, 2, file_of(3, 0));
	add_access(trace, "/a", ACCESS_READ, 3, file_of(1, 1));
	add_access(trace, "/b", ACCESS_READ, 4, file_of(2, 2));
	add_access(trace, "/c", ACCESS_READ, 5, file_of(3, 3));
	trace_normalize(trace);
	ck_assert_uint_eq(trace->accesses.count, 3);
	ck_assert_str_eq(trace->accesses.at[0].path, "/a");

	const struct access *b = trace_access(trace, "/b");
	ck_assert_uint_eq(b->kinds, ACCESS_ABSENT | ACCESS_READ);
	ck_assert_uint_eq(b->process, 1);
	ck_assert_int_eq(b->seen.type, FILE_ABSENT);

	const struct access *c = trace_access(trace, "/c");
	ck_assert_uint_eq(c->process, 2);
	ck_assert(c->seen.has_digest); /* the same file, so the later digest is its own */
	ck_assert_ptr_null(trace_access(trace, "/d"));
	trace_free(trace);
}
END_TEST

START_TEST(drops_temporaries)
{
	struct trace *trace = trace_new();
	add_access(trace, "/tmp/x", ACCESS_ABSENT, 0, absent);
	add_access(trace, "/out", ACCESS_ABSENT, 0, absent);
	add_effect(trace, "/tmp/x", absent, file_of(1, 0));
	add_effect(trace, "/out", absent, file_of(2, 0));
	add_effect(trace, "/tmp/x", file_of(1, 0), absent);
	add_effect(trace, "/gone", file_of(4, 0), absent);
	add_effect(trace, "/out", file_of(2, 0), file_of(3, 0));
	trace_normalize(trace);
	ck_assert_uint_eq(trace->effects.count, 2);
	ck_assert_str_eq(trace->effects.at[0].path, "/gone");
	ck_assert_int_eq(trace_effect(trace, "/out")->before.type, FILE_ABSENT);
	ck_assert_uint_eq(trace_effect(trace, "/out")->after.size, 3);
	ck_assert_ptr_null(trace_effect(trace, "/tmp/x"));
	ck_assert_ptr_null(trace_access(trace, "/tmp/x"));
	ck_assert_ptr_nonnull(trace_access(trace, "/out"));
	trace_free(trace);
}
END_TEST

START_TEST(sorts_environment)
{
	struct trace *trace = trace_new();
	struct environment_entry b = { "B", "1" }, a = { "A", NULL };
	vec_push(&trace->environment, b);
	vec_push(&trace->environment, a);
	vec_push(&trace->environment, b);
	trace_normalize(trace);
	ck_assert_uint_eq(trace->environment.count, 2);
	ck_assert_str_eq(trace->environment.at[0].name, "A");
	trace_free(trace);
}
END_TEST

#define DIRECTORY(m, d) \
	{ .type = FILE_DIRECTORY, .mode = (m), .has_digest = (d), .digest = { { (d) } } }
#define LINK(d) { .type = FILE_LINK, .mode = 0777, .has_digest = (d) != 0, .digest = { { (d) } } }
#define FILE_(s, m, d, t) \
	{ .type = FILE_REGULAR, .size = (s), .mode = (m), .has_digest = (d) != 0, \
	  .digest = { { (d) } }, .mtime_ns = (t), .ctime_ns = (t), .inode = 5 }

static const struct {
	const char *what;
	struct state seen, now;
	unsigned kinds;
	enum match match;
} matches[] = {
	{ "absent stays", { 0 }, { 0 }, ACCESS_ABSENT, MATCH_SAME },
	{ "appears", { 0 }, FILE_(1, 0644, 1, 1), ACCESS_ABSENT, MATCH_CHANGED },
	{ "is gone", FILE_(1, 0644, 1, 1), { 0 }, ACCESS_READ, MATCH_CHANGED },
	{ "another type", FILE_(1, 0644, 1, 1), DIRECTORY(0755, 0), ACCESS_STAT, MATCH_CHANGED },
	{ "untouched", FILE_(1, 0644, 1, 1), FILE_(1, 0644, 0, 1), ACCESS_READ, MATCH_SAME },
	{ "touched, not hashed", FILE_(1, 0644, 1, 1), FILE_(1, 0644, 0, 2), ACCESS_READ,
	  MATCH_NEEDS_DIGEST },
	{ "touched", FILE_(1, 0644, 1, 1), FILE_(1, 0644, 1, 2), ACCESS_READ, MATCH_SAME },
	{ "rewritten", FILE_(1, 0644, 1, 1), FILE_(1, 0644, 2, 2), ACCESS_READ, MATCH_CHANGED },
	{ "other size", FILE_(1, 0644, 1, 1), FILE_(2, 0644, 0, 2), ACCESS_READ, MATCH_CHANGED },
	{ "never hashed", FILE_(1, 0644, 0, 1), FILE_(1, 0644, 2, 2), ACCESS_READ, MATCH_CHANGED },
	{ "racy", FILE_(1, 0644, 1, 0), FILE_(1, 0644, 0, 0), ACCESS_READ, MATCH_NEEDS_DIGEST },
	{ "mode, read", FILE_(1, 0644, 1, 1), FILE_(1, 0600, 1, 2), ACCESS_READ, MATCH_SAME },
	{ "mode, looked at", FILE_(1, 0644, 1, 1), FILE_(1, 0600, 1, 2), ACCESS_STAT,
	  MATCH_CHANGED },
	{ "looked at, touched", FILE_(1, 0644, 0, 1), FILE_(1, 0644, 0, 2), ACCESS_STAT,
	  MATCH_SAME },
	{ "looked at, size", FILE_(1, 0644, 0, 1), FILE_(2, 0644, 0, 2), ACCESS_STAT,
	  MATCH_CHANGED },
	{ "run, no longer", FILE_(1, 0755, 1, 1), FILE_(1, 0644, 1, 2), ACCESS_EXEC,
	  MATCH_CHANGED },
	{ "run, other mode", FILE_(1, 0755, 1, 1), FILE_(1, 0775, 1, 2), ACCESS_EXEC, MATCH_SAME },
	{ "stamp touched", FILE_(0, 0644, 0, 1), FILE_(0, 0644, 0, 2), ACCESS_READ, MATCH_CHANGED },
	{ "stamp looked at", FILE_(0, 0644, 0, 1), FILE_(0, 0644, 0, 2), ACCESS_STAT, MATCH_SAME },
	{ "directory", DIRECTORY(0755, 0), DIRECTORY(0700, 0), ACCESS_STAT, MATCH_CHANGED },
	{ "directory, size", { .type = FILE_DIRECTORY, .size = 1, .mtime_ns = 1 },
	  { .type = FILE_DIRECTORY, .size = 2, .mtime_ns = 2 }, ACCESS_STAT, MATCH_SAME },
	{ "listing", DIRECTORY(0755, 1), DIRECTORY(0755, 2), ACCESS_LIST, MATCH_CHANGED },
	{ "listing, not read", DIRECTORY(0755, 1), DIRECTORY(0755, 0), ACCESS_LIST,
	  MATCH_NEEDS_DIGEST },
	{ "link", LINK(1), LINK(2), ACCESS_LINK, MATCH_CHANGED },
	{ "link looked at", LINK(1), LINK(2), ACCESS_STAT, MATCH_SAME },
	{ "owner", { .type = FILE_DIRECTORY, .uid = 1000 }, { .type = FILE_DIRECTORY, .uid = 1001 },
	  ACCESS_STAT, MATCH_CHANGED },
	{ "owner not known", { .type = FILE_DIRECTORY, .uid = 65534, .gid = 65534 },
	  { .type = FILE_DIRECTORY }, ACCESS_STAT, MATCH_SAME },
	{ "device", { .type = FILE_OTHER, .mtime_ns = 1 }, { .type = FILE_OTHER, .mtime_ns = 2 },
	  ACCESS_READ, MATCH_SAME },
};

START_TEST(matches_states)
{
	ck_assert_msg(state_match(&matches[_i].seen, &matches[_i].now, matches[_i].kinds) ==
			      matches[_i].match,
		      "%s", matches[_i].what);
}
END_TEST

/* Snapshots. */

static struct fake_world *world;
static struct snapshot *snapshot;

static void
set_up(void)
{
	static const char *const hidden[] = { "/r/.tmake", NULL };
	world = fake_world_new();
	snapshot = snapshot_new(fake_world_vtable(world), NULL, hidden);
}

static void
tear_down(void)
{
	snapshot_free(snapshot);
	fake_world_free(world);
}

static bool
same_digest(const struct state *a, const struct state *b)
{
	return a->has_digest && b->has_digest &&
	       memcmp(&a->digest, &b->digest, sizeof a->digest) == 0;
}

START_TEST(asks_once)
{
	fake_write(world, "/r/a", "one");
	ck_assert_uint_eq(snapshot_state(snapshot, "/r/a", ACCESS_STAT)->size, 3);
	ck_assert(!snapshot_state(snapshot, "/r/a", ACCESS_STAT)->has_digest);
	ck_assert_int_eq(fake_count_reads(world), 0);
	ck_assert(snapshot_state(snapshot, "/r/a", ACCESS_READ)->has_digest);
	ck_assert(snapshot_state(snapshot, "/r/a", ACCESS_EXEC)->has_digest);
	ck_assert_int_eq(fake_count_stats(world), 1);
	ck_assert_int_eq(fake_count_reads(world), 1);

	char path[] = "/r/a"; /* the same path in another place, then another path in that place */
	ck_assert_int_eq(snapshot_state(snapshot, path, 0)->type, FILE_REGULAR);
	path[3] = 'b';
	ck_assert_int_eq(snapshot_state(snapshot, path, 0)->type, FILE_ABSENT);
	ck_assert_int_eq(fake_count_stats(world), 1);
}
END_TEST

START_TEST(forgets)
{
	fake_write(world, "/r/d/a", "one");
	struct state before = *snapshot_state(snapshot, "/r/d/a", ACCESS_READ);
	struct state names = *snapshot_state(snapshot, "/r/d", ACCESS_LIST);
	fake_write(world, "/r/d/a", "two");
	fake_write(world, "/r/d/b", "");
	ck_assert(same_digest(&before, snapshot_state(snapshot, "/r/d/a", ACCESS_READ)));
	snapshot_forget(snapshot, "/r/d/a"); /* and with it the names in its directory */
	ck_assert(!same_digest(&before, snapshot_state(snapshot, "/r/d/a", ACCESS_READ)));
	ck_assert(!same_digest(&names, snapshot_state(snapshot, "/r/d", ACCESS_LIST)));

	snapshot_state(snapshot, "/r/dd", 0);
	fake_remove(world, "/r/d/a");
	fake_write(world, "/r/dd", "");
	snapshot_forget_below(snapshot, "/r/d");
	ck_assert_int_eq(snapshot_state(snapshot, "/r/d/a", 0)->type, FILE_ABSENT);
	ck_assert_int_eq(snapshot_state(snapshot, "/r/dd", 0)->type, FILE_ABSENT);
}
END_TEST

START_TEST(lists_sorted_without_hidden)
{
	struct listing listing;
	fake_write(world, "/r/b", "");
	fake_write(world, "/r/.tmake/x", "");
	fake_write(world, "/r/a", "");
	snapshot_list(snapshot, "/r", &listing);
	ck_assert_uint_eq(listing.count, 2);
	ck_assert_str_eq(listing.at[0], "a");
	listing_add(&listing, "aa");
	listing_add(&listing, "aa");
	ck_assert_uint_eq(listing.count, 3);
	ck_assert_str_eq(listing.at[1], "aa");
	listing_remove(&listing, "a");
	listing_remove(&listing, "nothing");
	ck_assert_uint_eq(listing.count, 2);
	ck_assert_str_eq(listing.at[0], "aa");
	listing_release(&listing);
	snapshot_list(snapshot, "/nowhere", &listing);
	ck_assert_uint_eq(listing.count, 0);
}
END_TEST

/* a digest cache in memory */
static struct {
	struct state state;
	struct digest digest;
	int64_t stamp_ns;
} cached[10];
static int cached_count;

static bool
cache_get(void *arg, const struct state *state, struct digest *digest, int64_t *stamp_ns)
{
	(void)arg;
	for (int i = 0; i < cached_count; i++)
		if (cached[i].state.inode == state->inode &&
		    cached[i].state.mtime_ns == state->mtime_ns &&
		    cached[i].state.ctime_ns == state->ctime_ns) {
			*digest = cached[i].digest;
			*stamp_ns = cached[i].stamp_ns;
			return true;
		}
	return false;
}

static void
cache_put(void *arg, const struct state *state, const struct digest *digest, int64_t stamp_ns)
{
	(void)arg;
	cached[cached_count].state = *state;
	cached[cached_count].digest = *digest;
	cached[cached_count++].stamp_ns = stamp_ns;
}

static const struct snapshot_cache memory_cache = { cache_get, cache_put, NULL };

static void
start_next_build(void)
{
	snapshot_free(snapshot);
	snapshot = snapshot_new(fake_world_vtable(world), &memory_cache, NULL);
}

START_TEST(reads_nothing_twice)
{
	start_next_build();
	fake_write(world, "/r/a", "one");
	struct state state = *snapshot_state(snapshot, "/r/a", ACCESS_READ);
	ck_assert_int_eq(fake_count_reads(world), 1);
	start_next_build();
	ck_assert(same_digest(&state, snapshot_state(snapshot, "/r/a", ACCESS_READ)));
	ck_assert_int_eq(fake_count_reads(world), 0);
	fake_write(world, "/r/a", "two");
	start_next_build();
	ck_assert(!same_digest(&state, snapshot_state(snapshot, "/r/a", ACCESS_READ)));
}
END_TEST

START_TEST(reads_racy_files_again)
{
	start_next_build();
	fake_stop_clock(world);
	fake_write(world, "/r/a", "one");
	struct state state = *snapshot_state(snapshot, "/r/a", ACCESS_READ);
	fake_write(world, "/r/a", "two"); /* within the same tick: nothing but the content tells */
	ck_assert_int_eq(cached_count, 0);
	start_next_build();
	ck_assert(!same_digest(&state, snapshot_state(snapshot, "/r/a", ACCESS_READ)));
}
END_TEST

START_TEST(keeps_the_stamp_of_what_tmake_touches)
{
	start_next_build();
	fake_write(world, "/r/stamp", "");
	fake_write(world, "/r/full", "x");
	int64_t stamp_ns = snapshot_state(snapshot, "/r/stamp", 0)->mtime_ns;
	struct state full = *snapshot_state(snapshot, "/r/full", ACCESS_READ);
	const char *const paths[] = { "/r/stamp", "/r/full" };
	for (int i = 0; i < 2; i++) {
		snapshot_before_touch(snapshot, paths[i]);
		fake_touch(world, paths[i]);
		snapshot_after_touch(snapshot, paths[i]);
	}
	fake_count_reads(world);
	for (int build = 0; build < 2; build++) {
		ck_assert_int_eq(snapshot_state(snapshot, "/r/stamp", 0)->mtime_ns, stamp_ns);
		ck_assert(same_digest(&full, snapshot_state(snapshot, "/r/full", ACCESS_READ)));
		ck_assert_int_eq(fake_count_reads(world), 0);
		start_next_build();
	}
	fake_touch(world, "/r/stamp"); /* by hand */
	snapshot_forget(snapshot, "/r/stamp");
	ck_assert_int_ne(snapshot_state(snapshot, "/r/stamp", 0)->mtime_ns, stamp_ns);
}
END_TEST

START_TEST(completes_a_trace)
{
	struct trace *trace = trace_new();
	fake_write(world, "/r/in", "input");
	fake_write(world, "/r/changed", "before");
	fake_write(world, "/r/d/x", "");
	snapshot_state(snapshot, "/r/changed", ACCESS_READ);
	struct state names = *snapshot_state(snapshot, "/r/d", ACCESS_LIST);
	add_access(trace, "/r/in", ACCESS_READ, 0, fake_state(world, "/r/in"));
	add_access(trace, "/r/d", ACCESS_LIST, 0, fake_state(world, "/r/d"));
	struct state before = fake_state(world, "/r/changed");
	add_access(trace, "/r/changed", ACCESS_READ, 0, before);
	fake_write(world, "/r/changed", "after");
	fake_write(world, "/r/d/out", "output");
	add_effect(trace, "/r/changed", before, fake_state(world, "/r/changed"));
	add_effect(trace, "/r/d/out", absent, fake_state(world, "/r/d/out"));
	struct declared declared = { "/r/in", false, { 0 } };
	vec_push(&trace->declared, declared);
	trace_normalize(trace);

	ck_assert_ptr_null(snapshot_complete(snapshot, trace, NULL));
	ck_assert(same_digest(&trace_access(trace, "/r/in")->seen,
			      snapshot_state(snapshot, "/r/in", ACCESS_READ)));
	ck_assert(same_digest(&trace_effect(trace, "/r/d/out")->after,
			      snapshot_state(snapshot, "/r/d/out", ACCESS_READ)));
	/* the names as they were before it added one, the content before it changed it */
	ck_assert(same_digest(&trace_access(trace, "/r/d")->seen, &names));
	struct digest after_rollback;
	snapshot_digest_names(snapshot, "/r/d", trace, NULL, &after_rollback);
	ck_assert_mem_eq(&after_rollback, &names.digest, sizeof after_rollback);
	const struct state *seen = &trace_access(trace, "/r/changed")->seen;
	ck_assert(seen->has_digest);
	ck_assert(!same_digest(seen, snapshot_state(snapshot, "/r/changed", ACCESS_READ)));
	ck_assert(trace->declared.at[0].state.has_digest);
	trace_free(trace);
}
END_TEST

static const char *
change_during_run(void (*change)(struct fake_world *, const char *path))
{
	struct trace *trace = trace_new();
	fake_write(world, "/r/in", "input");
	snapshot_state(snapshot, "/r/in", ACCESS_READ);
	add_access(trace, "/r/in", ACCESS_READ, 0, fake_state(world, "/r/in"));
	change(world, "/r/in");
	const char *changed = snapshot_complete(snapshot, trace, NULL) ? "changed" : NULL;
	trace_free(trace);
	return changed;
}

static void
make_private(struct fake_world *to, const char *path)
{
	fake_chmod(to, path, 0600);
}

START_TEST(notices_inputs_that_change_meanwhile)
{
	ck_assert_ptr_nonnull(change_during_run(fake_touch));
	ck_assert_ptr_nonnull(change_during_run(fake_remove));
	ck_assert_ptr_null(change_during_run(make_private)); /* nor a link made to it */
}
END_TEST

START_TEST(records_racy_states_as_nobodys)
{
	struct trace *trace = trace_new();
	fake_stop_clock(world);
	fake_write(world, "/r/in", "input");
	add_access(trace, "/r/in", ACCESS_READ, 0, fake_state(world, "/r/in"));
	ck_assert_ptr_null(snapshot_complete(snapshot, trace, NULL));
	ck_assert_int_eq(trace->accesses.at[0].seen.ctime_ns, 0);
	ck_assert(trace->accesses.at[0].seen.has_digest);
	trace_free(trace);
}
END_TEST

static struct state shown;

static const struct state *
show(void *arg, const char *path, unsigned kinds)
{
	(void)arg, (void)kinds;
	return strcmp(path, "/r/in") == 0 ? &shown : NULL;
}

static void
hide_later(void *arg, const char *directory, struct listing *listing)
{
	(void)arg, (void)directory;
	listing_remove(listing, "later");
}

static bool
ignore_log(void *arg, const char *path)
{
	(void)arg;
	return strcmp(path, "/r/log") == 0;
}

START_TEST(believes_the_view)
{
	static const struct snapshot_view view = { show, hide_later, ignore_log, NULL };
	struct trace *trace = trace_new();
	fake_write(world, "/r/x", "");
	struct state names = *snapshot_state(snapshot, "/r", ACCESS_LIST);
	add_access(trace, "/r", ACCESS_LIST, 0, fake_state(world, "/r"));
	fake_write(world, "/r/in", "changed by a later step");
	fake_write(world, "/r/log", "1");
	shown = fake_state(world, "/r/in");
	add_access(trace, "/r/in", ACCESS_READ, 0, shown);
	add_access(trace, "/r/log", ACCESS_READ, 0, fake_state(world, "/r/log"));
	shown.size = 3;
	fake_write(world, "/r/log", "12");
	fake_write(world, "/r/later", "");
	fake_remove(world, "/r/in");
	fake_remove(world, "/r/log");
	trace_normalize(trace);
	ck_assert_ptr_null(snapshot_complete(snapshot, trace, &view));
	ck_assert_uint_eq(trace_access(trace, "/r/in")->seen.size, 3);
	ck_assert(same_digest(&trace_access(trace, "/r")->seen, &names));
	trace_free(trace);
}
END_TEST

static void
write_real(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

START_TEST(knows_the_real_world)
{
	char directory[] = "/tmp/check_trace.XXXXXX", path[100], other[100];
	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof path, "%s/a", directory);
	snprintf(other, sizeof other, "%s/b", directory);
	write_real(path, "text");
	write_real(other, "text");
	struct snapshot *real = snapshot_new(&snapshot_real_world, NULL, NULL);
	ck_assert(same_digest(snapshot_state(real, path, ACCESS_READ),
			      snapshot_state(real, other, ACCESS_READ)));
	struct stat st;
	ck_assert_int_eq(lstat(path, &st), 0);
	ck_assert_uint_eq(snapshot_state(real, path, 0)->inode, st.st_ino);
	ck_assert_uint_eq(snapshot_state(real, path, 0)->mode, st.st_mode & 07777);
	unlink(other);
	ck_assert_int_eq(symlink("a", other), 0);
	snapshot_forget(real, other);
	ck_assert_int_eq(snapshot_state(real, other, ACCESS_LINK)->type, FILE_LINK);
	ck_assert(snapshot_state(real, other, ACCESS_LINK)->has_digest);
	ck_assert(snapshot_state(real, directory, ACCESS_LIST)->has_digest);
	strcat(path, "/below a file");
	ck_assert_int_eq(snapshot_state(real, path, ACCESS_READ)->type, FILE_ABSENT);
	ck_assert_int_eq(snapshot_state(real, "/dev/null", ACCESS_READ)->type, FILE_OTHER);
	snapshot_free(real);
	*strrchr(path, '/') = '\0';
	unlink(path);
	unlink(other);
	rmdir(directory);
}
END_TEST

static TCase *
model_tests(void)
{
	TCase *tc = tcase_create("model");
	tcase_add_test(tc, normalizes_accesses);
	tcase_add_test(tc, drops_temporaries);
	tcase_add_test(tc, sorts_environment);
	tcase_add_loop_test(tc, matches_states, 0, sizeof matches / sizeof *matches);
	return tc;
}

static TCase *
snapshot_tests(void)
{
	TCase *tc = tcase_create("snapshot");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, asks_once);
	tcase_add_test(tc, forgets);
	tcase_add_test(tc, lists_sorted_without_hidden);
	tcase_add_test(tc, reads_nothing_twice);
	tcase_add_test(tc, reads_racy_files_again);
	tcase_add_test(tc, keeps_the_stamp_of_what_tmake_touches);
	tcase_add_test(tc, completes_a_trace);
	tcase_add_test(tc, notices_inputs_that_change_meanwhile);
	tcase_add_test(tc, records_racy_states_as_nobodys);
	tcase_add_test(tc, believes_the_view);
	tcase_add_test(tc, knows_the_real_world);
	return tc;
}

int
main(void)
{
	Suite *suite = suite_create("trace");
	suite_add_tcase(suite, model_tests());
	suite_add_tcase(suite, snapshot_tests());
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
