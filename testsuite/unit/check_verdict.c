/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_verdict.c - the rules of DESIGN 3.1, one row each: a step that ran in a fake world, a
   change, what is decided. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "build/ambient.h"
#include "build/tool_environment.h"
#include "build/verdict.h"
#include "cli/line_diff.h"
#include "cli/why.h"
#include "parser/base/buf.h"
#include "testsuite/unit/fake_world.h"

/*
 * The step: main.o from main.c, which includes gen.h; the compiler looked in vain for ./zlib.h,
 * listed /r/list, followed a link, read a stamp that is empty, wrote a log that was there before.
 * `unseen` is declared but was never looked at.
 */
static struct fake_world *world;
static struct snapshot *snapshot;
static struct trace *last;
static struct facts now;
static struct prerequisite_fact prerequisites[8];
static struct environment_entry environment[4];
static const char *new_files[2], *old_files[2];
static const char *shell_result;
static int shell_calls;

static const struct state *
look(void *arg, const char *path, unsigned kinds)
{
	(void)arg;
	return snapshot_state(snapshot, path, kinds);
}

static const char *
call_shell(void *arg, const struct shell_call *call, int *status)
{
	(void)arg;
	shell_calls++;
	*status = call->status;
	return shell_result;
}

static bool
owns(void *arg, const char *path)
{
	(void)arg;
	return strncmp(path, "/r/", 3) == 0;
}

static void
saw(const char *path, unsigned kinds)
{
	struct access access = { path, kinds, 1, fake_state(world, path) };
	vec_push(&last->accesses, access);
}

static void
did(const char *path, struct state before)
{
	struct effect effect = { path, 1, before, fake_state(world, path) };
	vec_push(&last->effects, effect);
}

static void
prerequisite(const char *path, bool order_only)
{
	struct declared declared = { path, order_only, { 0 } };
	prerequisites[now.prerequisite_count++] =
		(struct prerequisite_fact){ .path = path, .order_only = order_only };
	vec_push(&last->declared, declared);
}

static void
make_world(void)
{
	static const char *const files[] = {
		"/r/main.c", "/r/gen.h", "/r/unseen", "/r/Makefile", "/r/list/a",
		"/usr/include/stdio.h", "/etc/ld.so.cache", "/r/version", "/r/tool", "/r/script",
	};
	world = fake_world_new();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		fake_write(world, files[i], files[i]);
	fake_write(world, "/r/stamp", "");
	fake_write(world, "/r/looked-at", "");
	fake_write(world, "/r/seen-stamp", "");
	fake_write(world, "/r/log", "one");
	fake_chmod(world, "/r/tool", 0755);
	fake_link(world, "/r/link", "main.c");
	snapshot = snapshot_new(fake_world_vtable(world), NULL, NULL);
}

static void
see_all(void)
{
	saw("/r/main.c", ACCESS_READ);
	saw("/r/gen.h", ACCESS_READ);
	saw("/r/zlib.h", ACCESS_ABSENT);
	saw("/r/main.o", ACCESS_ABSENT);
	saw("/r/list", ACCESS_LIST | ACCESS_STAT);
	saw("/r/link", ACCESS_LINK);
	saw("/r/stamp", ACCESS_READ);
	saw("/r/looked-at", ACCESS_STAT);
	saw("/r/seen-stamp", ACCESS_STAT);
	saw("/r/script", ACCESS_STAT);
	saw("/r/tool", ACCESS_EXEC);
	saw("/r/log", ACCESS_READ);
	saw("/usr/include/stdio.h", ACCESS_READ);
	saw("/etc/ld.so.cache", ACCESS_READ);
}

static void
run_step(void)
{
	struct state log = fake_state(world, "/r/log"), absent = { .type = FILE_ABSENT };
	snapshot_state(snapshot, "/r/log", ACCESS_READ);
	fake_write(world, "/r/log", "one two");
	fake_write(world, "/r/main.o", "object");
	fake_write(world, "/r/main.d", "depends");
	fake_write(world, "/tmp/left", "junk");
	did("/r/main.o", absent);
	did("/r/main.d", absent);
	did("/tmp/left", absent);
	did("/r/log", log);
}

static void
set_up(void)
{
	make_world();
	memset(&now, 0, sizeof now);
	memset(new_files, 0, sizeof new_files);
	memset(old_files, 0, sizeof old_files);
	shell_result = "1.0";
	shell_calls = 0;
	last = trace_new();
	last->directory = "/r";
	last->target = "main.o";
	last->makefile = "/r/Makefile";
	last->line = 12;
	last->recipe = "cc -c main.c";
	last->shell = "/bin/sh\n-c";
	last->makes_target = true;
	see_all();
	run_step();
	prerequisite("/r/main.c", false);
	prerequisite("/r/unseen", false);
	prerequisite("/r/Makefile", false);
	prerequisite("/r/order", true);
	prerequisite("/r/seen-stamp", false);
	prerequisites[2].is_makefile = true;
	struct shell_call call = { .command = "cat version", .result = "1.0" };
	struct access version = { "/r/version", ACCESS_READ, 0, fake_state(world, "/r/version") };
	vec_push(&call.accesses, version);
	vec_push(&last->shell_calls, call);
	struct process sh = { 70, 1, PROCESS_NONE, "/bin/sh -c 'cc -c main.c'", "/r" };
	struct process cc1 = { 71, 2, 0, "/usr/lib/gcc/cc1 -quiet main.c", "/r" };
	vec_push(&last->processes, sh);
	vec_push(&last->processes, cc1);
	environment[0] = (struct environment_entry){ "CC", NULL };
	environment[1] = (struct environment_entry){ "CFLAGS", "-O1" };
	environment[2] = (struct environment_entry){ "PATH", "/bin" };
	for (int i = 0; i < 3; i++)
		vec_push(&last->environment, environment[i]);
	trace_normalize(last);
	ck_assert_ptr_null(snapshot_complete(snapshot, last, NULL));
	now.directory = "/r";
	now.target_path = "/r/main.o";
	now.recipe = last->recipe;
	now.shell = last->shell;
	now.environment = environment;
	now.environment_count = 3;
	now.prerequisites = prerequisites;
	now.new_files = new_files;
	now.old_files = old_files;
	now.state = look;
	now.call_shell = call_shell;
	now.owns = owns;
}

static void
tear_down(void)
{
	trace_free(last);
	snapshot_free(snapshot);
	fake_world_free(world);
}

/* Changes. */

enum act {
	NOTHING, WRITE, TOUCH, REMOVE, CHMOD, LINK, RECIPE, SHELL, DIRECTORY, SET, UNSET, REMADE,
	NEW, OLD, FORCE, PHONY, ALWAYS, BY_TIME, NO_TRACE, VOID, CUT_OFF, FAILED, MAKES_NOTHING,
	SHELL_GIVES, ADD, DROP,
};

struct change {
	enum act act;
	const char *path, *text;
};

static struct prerequisite_fact *
fact_of(const char *path)
{
	for (size_t i = 0; i < now.prerequisite_count; i++)
		if (strcmp(prerequisites[i].path, path) == 0)
			return &prerequisites[i];
	return NULL;
}

static void
set_variable(const char *name, const char *value)
{
	for (size_t i = 0; i < now.environment_count; i++)
		if (strcmp(environment[i].name, name) == 0)
			environment[i].value = value;
}

static void
change_file(const struct change *change)
{
	switch (change->act) {
	case WRITE:
		fake_write(world, change->path, change->text);
		break;
	case TOUCH:
		fake_touch(world, change->path);
		break;
	case REMOVE:
		fake_remove(world, change->path);
		break;
	case CHMOD:
		fake_chmod(world, change->path, 0700);
		break;
	case LINK:
		fake_link(world, change->path, change->text);
		break;
	default:
		return;
	}
	snapshot_forget(snapshot, change->path);
}

static void
change_facts(const struct change *change)
{
	switch (change->act) {
	case RECIPE:
		now.recipe = change->text;
		break;
	case SHELL:
		now.shell = change->text;
		break;
	case DIRECTORY:
		now.directory = change->path;
		break;
	case SET:
		set_variable(change->path, change->text);
		break;
	case UNSET:
		set_variable(change->path, NULL);
		break;
	case REMADE:
		fact_of(change->path)->remade = true;
		break;
	case NEW:
		new_files[0] = change->path;
		break;
	case OLD:
		old_files[0] = change->path;
		break;
	case FORCE:
		fact_of(change->path)->always_newer = true;
		break;
	case PHONY:
		now.phony = true;
		break;
	case ALWAYS:
		now.always_make = true;
		break;
	case BY_TIME:
		now.compare_time = true;
		break;
	case ADD:
		prerequisites[now.prerequisite_count++] =
			(struct prerequisite_fact){ .path = change->path };
		break;
	case DROP:
		*fact_of(change->path) = prerequisites[--now.prerequisite_count];
		break;
	default:
		break;
	}
}

static void
change_trace(const struct change *change)
{
	switch (change->act) {
	case NO_TRACE:
		trace_free(last);
		last = NULL;
		break;
	case VOID:
		last->void_reason = change->text;
		break;
	case CUT_OFF:
		last->end = TRACE_CUT_OFF;
		break;
	case FAILED:
		last->end = TRACE_FAILED;
		break;
	case MAKES_NOTHING:
		last->makes_target = false;
		last->effects.count = 0;
		break;
	case SHELL_GIVES:
		shell_result = change->text;
		break;
	default:
		break;
	}
}

static void
apply(const struct change *change)
{
	change_file(change);
	change_facts(change);
	change_trace(change);
}

static const struct {
	struct change changes[3];
	enum verdict_kind kind;
	enum reason reason;
	const char *path;
} cases[] = {
	{ { { NOTHING, 0, 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },

	/* always-run steps, and those that no trace speaks of */
	{ { { PHONY, 0, 0 } }, VERDICT_RUN, REASON_PHONY, NULL },
	{ { { ALWAYS, 0, 0 } }, VERDICT_RUN, REASON_ALWAYS_MAKE, NULL },
	{ { { BY_TIME, 0, 0 }, { WRITE, "/r/gen.h", "new" } }, VERDICT_BY_TIME_STAMPS,
	  REASON_COMPARE_TIME, NULL },
	{ { { NO_TRACE, 0, 0 } }, VERDICT_BY_TIME_STAMPS, REASON_NEVER_RAN, NULL },
	{ { { WRITE, "/r/main.o", "by hand" }, { WRITE, "/r/gen.h", "new" } },
	  VERDICT_BY_TIME_STAMPS, REASON_TARGET_CHANGED, "/r/main.o" },
	{ { { TOUCH, "/r/main.o", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/main.o", "object" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { MAKES_NOTHING, 0, 0 }, { REMOVE, "/r/main.o", 0 } }, VERDICT_RUN,
	  REASON_TARGET_NOT_MADE, "/r/main.o" },
	{ { { MAKES_NOTHING, 0, 0 } }, VERDICT_BY_TIME_STAMPS, REASON_TARGET_CHANGED, "/r/main.o" },

	/* void traces */
	{ { { VOID, 0, "x" }, { WRITE, "/r/main.o", "by hand" } }, VERDICT_RUN, REASON_VOID, "x" },
	{ { { CUT_OFF, 0, 0 }, { RECIPE, 0, "new" } }, VERDICT_RUN, REASON_CUT_OFF, NULL },

	/* rule 1 */
	{ { { RECIPE, 0, "cc -O2 -c main.c" }, { WRITE, "/r/gen.h", "new" } }, VERDICT_RUN,
	  REASON_RECIPE, NULL },
	{ { { SHELL, 0, "/bin/bash\n-c" } }, VERDICT_RUN, REASON_SHELL, NULL },
	{ { { DIRECTORY, "/q", 0 } }, VERDICT_RUN, REASON_DIRECTORY, NULL },
	{ { { WRITE, "/r/version", "other" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/version", "2" }, { SHELL_GIVES, 0, "2" } }, VERDICT_RUN,
	  REASON_SHELL_RESULT, NULL },
	{ { { WRITE, "/r/version", "2" }, { SHELL_GIVES, 0, NULL } }, VERDICT_RUN,
	  REASON_SHELL_RESULT, NULL },
	{ { { SHELL_GIVES, 0, "2" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },

	/* rule 2 */
	{ { { SET, "CFLAGS", "-O2" }, { REMOVE, "/r/gen.h", 0 } }, VERDICT_RUN, REASON_VARIABLE,
	  NULL },
	{ { { SET, "CC", "" } }, VERDICT_RUN, REASON_VARIABLE, NULL },
	{ { { UNSET, "PATH", 0 } }, VERDICT_RUN, REASON_VARIABLE, NULL },

	/* rule 3 */
	{ { { WRITE, "/r/gen.h", "new" } }, VERDICT_RUN, REASON_CONTENT, "/r/gen.h" },
	{ { { TOUCH, "/r/gen.h", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/gen.h", "new" }, { WRITE, "/r/gen.h", "/r/gen.h" } }, VERDICT_KEEP,
	  REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/main.c", "/r/MAIN.c" } }, VERDICT_RUN, REASON_CONTENT, "/r/main.c" },
	{ { { WRITE, "/usr/include/stdio.h", "new" } }, VERDICT_RUN, REASON_CONTENT,
	  "/usr/include/stdio.h" },
	{ { { CHMOD, "/r/gen.h", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { REMOVE, "/r/gen.h", 0 } }, VERDICT_RUN, REASON_DISAPPEARED, "/r/gen.h" },
	{ { { REMOVE, "/r/gen.h", 0 }, { LINK, "/r/gen.h", "other.h" } }, VERDICT_RUN, REASON_TYPE,
	  "/r/gen.h" },
	{ { { WRITE, "/r/zlib.h", "" } }, VERDICT_RUN, REASON_APPEARED, "/r/zlib.h" },
	{ { { WRITE, "/r/list/b", "" } }, VERDICT_RUN, REASON_LISTING, "/r/list" },
	{ { { WRITE, "/r/list/a", "new" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { CHMOD, "/r/list", 0 } }, VERDICT_RUN, REASON_METADATA, "/r/list" },
	{ { { LINK, "/r/link", "gen.h" } }, VERDICT_RUN, REASON_LINK, "/r/link" },
	{ { { TOUCH, "/r/stamp", 0 } }, VERDICT_RUN, REASON_TOUCHED, "/r/stamp" },
	{ { { WRITE, "/r/stamp", "x" } }, VERDICT_RUN, REASON_CONTENT, "/r/stamp" },
	{ { { TOUCH, "/r/looked-at", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/looked-at", "x" } }, VERDICT_RUN, REASON_METADATA, "/r/looked-at" },
	{ { { TOUCH, "/r/seen-stamp", 0 } }, VERDICT_RUN, REASON_TOUCHED, "/r/seen-stamp" },
	{ { { CHMOD, "/r/script", 0 } }, VERDICT_RUN, REASON_METADATA, "/r/script" },
	{ { { WRITE, "/r/script", "/r/SCRIPT" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { CHMOD, "/r/tool", 0 } }, VERDICT_RUN, REASON_METADATA, "/r/tool" },
	{ { { WRITE, "/r/tool", "/r/TOOL" } }, VERDICT_RUN, REASON_CONTENT, "/r/tool" },
	{ { { WRITE, "/etc/ld.so.cache", "new" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { OLD, "/r/gen.h", 0 }, { WRITE, "/r/gen.h", "new" } }, VERDICT_KEEP, REASON_UNCHANGED,
	  NULL },
	{ { { NEW, "/r/gen.h", 0 } }, VERDICT_RUN, REASON_NEW_FILE, "/r/gen.h" },
	{ { { NEW, "/r/unseen", 0 } }, VERDICT_RUN, REASON_NEW_FILE, "/r/unseen" },
	{ { { NEW, "/r/list/a", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	/* the log is as the step left it; somebody else wrote to it; it is what it was before
	   the step */
	{ { { TOUCH, "/r/log", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/log", "two" } }, VERDICT_RUN, REASON_CONTENT, "/r/log" },
	{ { { WRITE, "/r/log", "one" } }, VERDICT_RUN, REASON_EFFECT_LOST, "/r/log" },

	/* rule 4 */
	{ { { REMADE, "/r/unseen", 0 } }, VERDICT_RUN, REASON_PREREQUISITE_REMADE, "/r/unseen" },
	{ { { WRITE, "/r/unseen", "new" } }, VERDICT_RUN, REASON_PREREQUISITE_CHANGED,
	  "/r/unseen" },
	{ { { TOUCH, "/r/unseen", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { OLD, "/r/unseen", 0 }, { REMADE, "/r/unseen", 0 } }, VERDICT_KEEP, REASON_UNCHANGED,
	  NULL },
	{ { { REMADE, "/r/main.c", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/Makefile", "new" }, { REMADE, "/r/Makefile", 0 } }, VERDICT_KEEP,
	  REASON_UNCHANGED, NULL },
	{ { { WRITE, "/r/order", "new" }, { REMADE, "/r/order", 0 } }, VERDICT_KEEP,
	  REASON_UNCHANGED, NULL },

	/* rule 5 */
	{ { { REMOVE, "/r/main.d", 0 } }, VERDICT_RUN, REASON_EFFECT_GONE, "/r/main.d" },
	{ { { REMOVE, "/r/main.o", 0 } }, VERDICT_RUN, REASON_EFFECT_GONE, "/r/main.o" },
	{ { { WRITE, "/r/main.d", "by hand" } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { REMOVE, "/tmp/left", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { FAILED, 0, 0 } }, VERDICT_RUN, REASON_FAILED, NULL },
	{ { { FAILED, 0, 0 }, { WRITE, "/r/gen.h", "new" } }, VERDICT_RUN, REASON_CONTENT,
	  "/r/gen.h" },

	/* a list that changed shows in the recipe or in what it reads, nowhere else */
	{ { { ADD, "/r/gen.h", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
	{ { { DROP, "/r/main.c", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },

	/* forced */
	{ { { FORCE, "/r/unseen", 0 } }, VERDICT_FORCED, REASON_FORCED, "/r/unseen" },
	{ { { FORCE, "/r/unseen", 0 }, { WRITE, "/r/gen.h", "new" } }, VERDICT_RUN, REASON_CONTENT,
	  "/r/gen.h" },
	{ { { FORCE, "/r/order", 0 } }, VERDICT_KEEP, REASON_UNCHANGED, NULL },
};

START_TEST(decides)
{
	for (size_t i = 0; i < 3; i++)
		apply(&cases[_i].changes[i]);
	struct verdict verdict = verdict_of(last, &now);
	ck_assert_msg(verdict.kind == cases[_i].kind && verdict.reason == cases[_i].reason,
		      "kind %d: %s, %s", verdict.kind, reason_text(verdict.reason),
		      verdict.path ? verdict.path : "");
	if (cases[_i].path)
		ck_assert_str_eq(verdict.path, cases[_i].path);
	ck_assert_int_eq(verdict.time_stamps_because == verdict.reason,
			 verdict.kind == VERDICT_BY_TIME_STAMPS);
}
END_TEST

START_TEST(calls_shell_only_when_needed)
{
	verdict_of(last, &now);
	ck_assert_int_eq(shell_calls, 0);
	apply(&(struct change){ TOUCH, "/r/version", NULL });
	verdict_of(last, &now);
	ck_assert_int_eq(shell_calls, 0);
	apply(&(struct change){ WRITE, "/r/version", "other" });
	verdict_of(last, &now);
	ck_assert_int_eq(shell_calls, 1);
}
END_TEST

START_TEST(reads_nothing_that_is_untouched)
{
	snapshot_free(snapshot);
	snapshot = snapshot_new(fake_world_vtable(world), NULL, NULL);
	fake_count_reads(world);
	ck_assert_int_eq(verdict_of(last, &now).kind, VERDICT_KEEP);
	ck_assert_int_eq(fake_count_reads(world), 0);
}
END_TEST

START_TEST(knows_the_newer_prerequisites)
{
	ck_assert(!verdict_only_prerequisites(last, &now));
	apply(&(struct change){ WRITE, "/r/main.c", "new" });
	ck_assert(verdict_only_prerequisites(last, &now));
	ck_assert(verdict_prerequisite_changed(last, &now, 0));
	ck_assert(!verdict_prerequisite_changed(last, &now, 1));
	apply(&(struct change){ REMADE, "/r/unseen", NULL });
	ck_assert(verdict_only_prerequisites(last, &now));
	ck_assert(verdict_prerequisite_changed(last, &now, 1));
	apply(&(struct change){ WRITE, "/r/gen.h", "new" });
	ck_assert(!verdict_only_prerequisites(last, &now));
}
END_TEST

START_TEST(keeps_newer_for_itself)
{
	static const struct change reasons[] = {
		{ RECIPE, NULL, "new" }, { SET, "CFLAGS", "-O3" }, { REMOVE, "/r/main.d", NULL },
		{ FAILED, NULL, NULL }, { VOID, NULL, "x" }, { PHONY, NULL, NULL },
	};
	apply(&(struct change){ WRITE, "/r/main.c", "new" });
	apply(&reasons[_i]);
	ck_assert(!verdict_only_prerequisites(last, &now));
}
END_TEST

/* Texts. */

static void
expect_why(const struct why *why, const char *text)
{
	struct buf out = BUF_INIT;
	why_verdict(&out, why);
	ck_assert_str_eq(out.data, text);
	buf_release(&out);
}

static const struct {
	struct change change;
	const char *text;
} texts[] = {
	{ { NOTHING, 0, 0 }, "main.o: keep, because nothing that its last run saw changed\n" },
	{ { WRITE, "/r/gen.h", "new" },
	  "main.o: run, because gen.h changed; read by cc1 (pid 71,"
	  " `/usr/lib/gcc/cc1 -quiet main.c`) in the recipe at Makefile:12\n" },
	{ { WRITE, "/r/zlib.h", "new" },
	  "main.o: run, because zlib.h is there now; looked for by cc1 (pid 71,"
	  " `/usr/lib/gcc/cc1 -quiet main.c`) in the recipe at Makefile:12\n" },
	{ { WRITE, "/usr/include/stdio.h", "new" },
	  "main.o: run, because /usr/include/stdio.h changed; read by cc1 (pid 71,"
	  " `/usr/lib/gcc/cc1 -quiet main.c`) in the recipe at Makefile:12\n" },
	{ { RECIPE, 0, "@echo\ncc -O2 -c main.c" },
	  "main.o: run, because its recipe changed\n    - cc -c main.c\n    + @echo\n"
	  "    + cc -O2 -c main.c\n" },
	{ { SET, "CFLAGS", "-O2" },
	  "main.o: run, because the environment variable CFLAGS changed\n"
	  "    it was \"-O1\", now it is \"-O2\"\n" },
	{ { UNSET, "PATH", 0 },
	  "main.o: run, because the environment variable PATH changed\n"
	  "    it was \"/bin\", now it is not set\n" },
	{ { VOID, 0, "an input changed" },
	  "main.o: run, because its last run could not be relied on (an input changed)\n" },
	{ { REMOVE, "/r/main.d", 0 }, "main.o: run, because main.d, which it made, is gone\n" },
	{ { WRITE, "/r/main.o", "by hand" },
	  "main.o: time stamps decide, because main.o is not as its last run left it\n" },
	{ { PHONY, 0, 0 }, "main.o: run, because it is phony\n" },
};

START_TEST(explains)
{
	apply(&texts[_i].change);
	struct verdict verdict = verdict_of(last, &now);
	expect_why(&(struct why){ "main.o", &verdict, last, "/r", 0, false, NULL }, texts[_i].text);
}
END_TEST

START_TEST(explains_further)
{
	struct verdict verdict = verdict_of(last, &now);
	expect_why(&(struct why){ "main.o", &verdict, last, "/", 1, true, NULL },
		   "  main.o: keep, because nothing that its last run saw changed\n"
		   "      /etc/ld.so.cache does not count (ambient); read by cc1 (pid 71,"
		   " `/usr/lib/gcc/cc1 -quiet main.c`)\n");
	verdict = verdict_of(NULL, &now);
	verdict.kind = VERDICT_RUN;
	verdict.reason = REASON_PREREQUISITE_NEWER;
	verdict.path = "/r/main.c";
	expect_why(&(struct why){ "main.o", &verdict, NULL, "/r", 0, true, NULL },
		   "main.o: run, because its prerequisite main.c is newer (time stamps decide:"
		   " no run of it is recorded)\n");
}
END_TEST

START_TEST(every_reason_has_a_text)
{
	for (int reason = 0; reason < REASON_COUNT; reason++)
		ck_assert_ptr_nonnull(reason_text((enum reason)reason));
}
END_TEST

static const struct {
	const char *before, *after, *diff;
} diffs[] = {
	{ "", "", "" },
	{ "a\nb\nc", "a\nb\nc", "" },
	{ "a\nb\nc", "a\nx\nc", "- b\n+ x\n" },
	{ "a\nb", "b\na", "- a\n+ a\n" },
	{ "a", "a\nb\nc", "+ b\n+ c\n" },
	{ "a\nb\n", "b", "- a\n" },
};

START_TEST(differs_by_lines)
{
	struct buf out = BUF_INIT;
	line_diff(&out, diffs[_i].before, diffs[_i].after, 0);
	ck_assert_str_eq(out.data, diffs[_i].diff);
	buf_release(&out);
}
END_TEST

/* Tables. */

static const struct {
	const char *path;
	enum ambient_class class;
} ambient_cases[] = {
	{ "/etc/ld.so.cache", AMBIENT_FILE },
	{ "/etc/ld.so.cached", AMBIENT_NONE },
	{ "/usr/include/stdio.h", AMBIENT_NONE },
	{ "/proc/self/maps", AMBIENT_FILE },
	{ "/proc", AMBIENT_FILE },
	{ "/procession", AMBIENT_NONE },
	{ "/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache", AMBIENT_FILE },
	{ "/usr/lib64/gconv/gconv-modules.cache", AMBIENT_FILE },
	{ "/usr/share/locale/de/LC_MESSAGES/gcc.mo", AMBIENT_FILE },
	{ "/r/pkg/__pycache__/x.pyc", AMBIENT_STATE },
	{ "/r/pkg/__pycache__", AMBIENT_STATE },
	{ "/r/pkg/a__pycache__/x", AMBIENT_NONE },
	{ "/home/me/.cache/x/y", AMBIENT_STATE },
	{ "/home/you/.cache/x/y", AMBIENT_NONE },
	{ "/home/me/.texlive2022/texmf-var/x", AMBIENT_STATE },
	{ "/r/target/debug/x", AMBIENT_STATE },
	{ "/r/sub/target/x", AMBIENT_STATE },
	{ "/r/build/log", AMBIENT_FILE },
	{ "/r/build/logs", AMBIENT_NONE },
	{ "/q/build/log", AMBIENT_NONE },
	{ "/r/x.state", AMBIENT_STATE },
	{ "/r/x.state/y", AMBIENT_NONE },
	{ "/abs/any/deep/file.tmp", AMBIENT_FILE },
	{ "/home/me/mine/x", AMBIENT_STATE },
};

START_TEST(classes_of_files)
{
	struct ambient *ambient = ambient_new("/home/me");
	ambient_add(ambient, AMBIENT_STATE, "/r", "target/");
	ambient_add(ambient, AMBIENT_FILE, "/r", "build/log");
	ambient_add(ambient, AMBIENT_STATE, "/r", "*.state");
	ambient_add(ambient, AMBIENT_FILE, "/r", "/abs/**/file.*");
	ambient_add(ambient, AMBIENT_STATE, "/r", "~/mine/");
	ambient_add(ambient, AMBIENT_STATE, "/r", "");
	ck_assert_int_eq(ambient_class_of(ambient, ambient_cases[_i].path),
			 ambient_cases[_i].class);
	ambient_free(ambient);
}
END_TEST

START_TEST(tables_are_sorted)
{
	const char *const *tables[] = { tool_environment_table, bookkeeping_table };
	for (int i = 0; i < 2; i++)
		for (const char *const *row = tables[i]; row[1]; row++)
			ck_assert_str_lt(row[0], row[1]);
}
END_TEST

START_TEST(variables_that_count)
{
	ck_assert(tool_environment_counts("PATH"));
	ck_assert(tool_environment_counts("LC_ALL"));
	ck_assert(tool_environment_counts("PKG_CONFIG"));
	ck_assert(tool_environment_counts("PKG_CONFIG_PATH"));
	ck_assert(tool_environment_counts("CARGO_HOME"));
	ck_assert(!tool_environment_counts("CARGO_MAKEFLAGS"));
	ck_assert(!tool_environment_counts("PATHS"));
	ck_assert(!tool_environment_counts("HOME"));
	ck_assert(!tool_environment_counts(""));
	ck_assert(tool_environment_is_bookkeeping("MAKEFLAGS"));
	ck_assert(tool_environment_is_bookkeeping("TMAKE_ROOT"));
	ck_assert(tool_environment_is_bookkeeping("_"));
	ck_assert(!tool_environment_is_bookkeeping("MAKE"));
}
END_TEST

static void
add_name(void *arg, const char *name, size_t len)
{
	buf_add(arg, name, len);
	buf_addc(arg, ' ');
}

static const struct {
	const char *recipe;
	bool is_expanded;
	const char *names;
} named[] = {
	{ "echo $HOME ${USER:-x} ${#LEN} $1 $? $(pwd) $", true, "HOME USER LEN " },
	{ "echo $$HOME $HOME$_x", true, "HOME _x " },
	{ "echo ${A}${B-${C}}", true, "A B C " },
	{ "echo $$HOME $${USER} $(VAR) ${VAR} $X $", false, "HOME USER " },
	{ "echo $$$$HOME $$1 $(foreach i,a,$$i) $$", false, "i " },
	{ "", false, "" },
};

START_TEST(names_in_recipes)
{
	struct buf names = BUF_INIT;
	shell_names(named[_i].recipe, named[_i].is_expanded, add_name, &names);
	ck_assert_str_eq(names.data, named[_i].names);
	buf_release(&names);
}
END_TEST

#define ROWS(table) (int)(sizeof (table) / sizeof *(table))

static TCase *
verdict_tests(void)
{
	TCase *tc = tcase_create("verdict");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, decides, 0, ROWS(cases));
	tcase_add_test(tc, calls_shell_only_when_needed);
	tcase_add_test(tc, reads_nothing_that_is_untouched);
	tcase_add_test(tc, knows_the_newer_prerequisites);
	tcase_add_loop_test(tc, keeps_newer_for_itself, 0, 6);
	tcase_add_loop_test(tc, explains, 0, ROWS(texts));
	tcase_add_test(tc, explains_further);
	return tc;
}

static TCase *
table_tests(void)
{
	TCase *tc = tcase_create("tables");
	tcase_add_test(tc, every_reason_has_a_text);
	tcase_add_loop_test(tc, differs_by_lines, 0, ROWS(diffs));
	tcase_add_loop_test(tc, classes_of_files, 0, ROWS(ambient_cases));
	tcase_add_test(tc, tables_are_sorted);
	tcase_add_test(tc, variables_that_count);
	tcase_add_loop_test(tc, names_in_recipes, 0, ROWS(named));
	return tc;
}

int
main(void)
{
	Suite *suite = suite_create("verdict");
	suite_add_tcase(suite, verdict_tests());
	suite_add_tcase(suite, table_tests());
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
