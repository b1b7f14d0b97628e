/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/guard.h"
#include "sys/spawn.h"
#include "trace/trace.h"
#include "view/server.h"
#include "view/view.h"

extern char **environ;

/* each test is a process of its own: it leaves its mount namespace */
static char root[] = "/tmp/check_view.XXXXXX", elsewhere[] = "/var/tmp/check_view.XXXXXX";
static char mount_point[64], hidden[64];
static struct view_server *server;

static void
enter_directories(void)
{
	ck_assert_ptr_nonnull(mkdtemp(root));
	ck_assert_ptr_nonnull(mkdtemp(elsewhere));
	snprintf(hidden, sizeof hidden, "%s/.tmake", root);
	snprintf(mount_point, sizeof mount_point, "%s/.tmake/mount", root);
	ck_assert_int_eq(mkdir(hidden, 0777), 0);
	ck_assert_int_eq(mkdir(mount_point, 0777), 0);
	ck_assert_int_eq(chdir(root), 0);
	setenv("PATH", "/usr/bin:/bin", 1);
}

static void
start_with(struct view_server_config config)
{
	const char *exact[] = { root, NULL }, *hide[] = { hidden, NULL };
	enter_directories();
	config.mount_point = mount_point;
	config.hidden = hide;
	config.exact = exact;
	int err = view_server_start(&server, &config);
	if (err)
		fprintf(stderr, "%s: %s\n", view_trouble(), strerror(-err));
	ck_assert_int_eq(err, 0);
}

static void
start(void)
{
	start_with((struct view_server_config){ 0 });
}

static void
stop(void)
{
	char command[200];
	view_server_stop(server);
	snprintf(command, sizeof command, "cd / && chmod -R u+w %s && rm -rf %s %s", root, root, elsewhere);
	ck_assert_int_eq(system(command), 0);
}

static pid_t
begin_command(struct view *view, const char *command)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	struct spawn child = { .argv = argv, .environ = environ, .directory = root, .in = -1, .out = -1, .err = -1,
		.enter = view_enter, .enter_arg = view };
	pid_t pid = spawn(&child);
	ck_assert_int_gt(pid, 0);
	return pid;
}

static int
end_command(pid_t pid)
{
	int status;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct trace *
trace_of(const char *command, int status)
{
	struct view *view = view_open(server);
	ck_assert_ptr_nonnull(view);
	ck_assert_int_eq(end_command(begin_command(view, command)), status);
	struct trace *trace = trace_new();
	view_close(view, trace);
	return trace;
}

static const char *
below(const char *directory, const char *name)
{
	static char path[4][200];
	static int turn;
	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%s", directory, name);
	return path[turn];
}

static unsigned
kinds_at(const struct trace *trace, const char *path)
{
	const struct access *access = trace_access(trace, path);
	return access ? access->kinds : 0;
}

static unsigned
kinds(const struct trace *trace, const char *name)
{
	return kinds_at(trace, below(root, name));
}

/* 'c'reated, 'd'eleted, 'm'odified, or '-' */
static char
effect_at(const struct trace *trace, const char *path)
{
	const struct effect *effect = trace_effect(trace, path);
	if (!effect)
		return '-';
	return effect->before.type == FILE_ABSENT ? 'c' : effect->after.type == FILE_ABSENT ? 'd' : 'm';
}

static char
effect(const struct trace *trace, const char *name)
{
	return effect_at(trace, below(root, name));
}

static void
shell(const char *command)
{
	ck_assert_int_eq(system(command), 0);
}

START_TEST(test_kinds_of_access)
{
	start();
	shell("echo 1 >r; echo 2 >s; mkdir l d; ln -s r k; printf '#!/bin/sh\\nexit 0\\n' >x; chmod +x x; echo >l/inside");
	struct trace *trace = trace_of("cat r; test -s s; ls l; readlink k; ./x; test -e a; cd d; cat ../k; echo >>w", 0);
	ck_assert_uint_eq(kinds(trace, "r"), ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "s"), ACCESS_STAT);
	ck_assert_uint_eq(kinds(trace, "l"), ACCESS_LIST);
	ck_assert_uint_eq(kinds(trace, "l/inside"), 0);
	ck_assert_uint_eq(kinds(trace, "k"), ACCESS_LINK);
	ck_assert_uint_eq(kinds(trace, "x"), ACCESS_EXEC | ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "a"), ACCESS_ABSENT);
	ck_assert_uint_eq(kinds(trace, "d"), ACCESS_STAT);
	ck_assert_uint_eq(kinds_at(trace, "/usr/bin/cat"), ACCESS_READ);
	ck_assert_int_eq(effect(trace, "d/w"), 'c');
	ck_assert_uint_eq(trace->effects.count, 1);
	ck_assert_ptr_null(trace->void_reason);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_own_files_are_no_inputs)
{
	start();
	struct trace *trace = trace_of("echo 1 >new; cat new; mkdir own; echo >own/x; cat own/x; ls own; test -e own/y;"
	                               "echo >tmp; cat tmp; rm tmp; mkdir t; echo >t/x; rm -r t", 1 - 1);
	ck_assert_uint_eq(kinds(trace, "new"), ACCESS_ABSENT);
	ck_assert_uint_eq(kinds(trace, "own/x"), 0);
	ck_assert_uint_eq(kinds(trace, "own/y"), 0);
	ck_assert_int_eq(effect(trace, "new"), 'c');
	ck_assert_int_eq(effect(trace, "own"), 'c');
	ck_assert_int_eq(effect(trace, "own/x"), 'c');
	ck_assert_int_eq(effect(trace, "tmp"), '-');
	ck_assert_int_eq(effect(trace, "t/x"), '-');
	ck_assert_uint_eq(trace->effects.count, 3);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_effects)
{
	start();
	shell("for i in changed gone touched moded same linked failed; do echo 1 >$i; done; mkdir dir; echo >dir/f; chmod 500 dir");
	struct trace *trace = trace_of("echo 2 >changed; rm gone; touch touched; chmod 700 moded; cat same; ln linked second;"
	                               "echo 3 >>second; ln -s same sym; mkfifo fifo; mkdir -p dir same/x; :", 0);
	ck_assert_int_eq(effect(trace, "changed"), 'm');
	ck_assert_uint_eq(trace_effect(trace, below(root, "changed"))->before.size, 2);
	ck_assert_int_eq(effect(trace, "gone"), 'd');
	ck_assert_int_eq(effect(trace, "touched"), 'm');
	ck_assert_int_eq(effect(trace, "moded"), 'm');
	ck_assert_int_eq(effect(trace, "same"), '-');
	ck_assert_int_eq(effect(trace, "linked"), 'm'); /* by its other name */
	ck_assert_int_eq(effect(trace, "second"), 'c');
	ck_assert_int_eq(effect(trace, "sym"), 'c');
	ck_assert_int_eq(effect(trace, "fifo"), 'c');
	ck_assert_int_eq(effect(trace, "dir"), '-');
	ck_assert_uint_eq(kinds(trace, "linked"), ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "same"), ACCESS_READ);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_failed_change_is_none)
{
	start();
	shell("mkdir full; echo >full/x; echo >f");
	struct trace *trace = trace_of("rmdir full; mkdir full; rmdir f; cat f; ls full", 0);
	ck_assert_uint_eq(trace->effects.count, 0);
	ck_assert_uint_eq(kinds(trace, "f"), ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "full"), ACCESS_LIST);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_opened_for_writing_only)
{
	start();
	shell("echo 1 >f; echo 2 >g; echo 3 >h");
	struct trace *trace = trace_of(": >>f; cat f; exec 3<>g; cat g; echo x >>h; cat h", 0);
	ck_assert_uint_eq(kinds(trace, "f"), ACCESS_READ);
	ck_assert_int_eq(effect(trace, "f"), '-');
	ck_assert_uint_eq(kinds(trace, "g"), ACCESS_READ);
	ck_assert_int_eq(effect(trace, "g"), '-');
	ck_assert_uint_eq(kinds(trace, "h"), ACCESS_STAT); /* appending alone does not read it */
	ck_assert_int_eq(effect(trace, "h"), 'm');
	ck_assert_ptr_null(trace->void_reason);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_renamed_directory)
{
	start();
	shell("mkdir -p a/deep b; echo 1 >a/deep/f; echo 2 >a/g; echo 3 >b/h");
	struct trace *trace = trace_of("mv a c; cat c/deep/f; echo 4 >c/deep/f; echo 5 >c/new; cd c/deep; cat ../g", 0);
	ck_assert_int_eq(effect(trace, "a"), 'd');
	ck_assert_int_eq(effect(trace, "a/deep/f"), 'd');
	ck_assert_int_eq(effect(trace, "a/g"), 'd');
	ck_assert_int_eq(effect(trace, "c"), 'c');
	ck_assert_int_eq(effect(trace, "c/deep/f"), 'c');
	ck_assert_int_eq(effect(trace, "c/g"), 'c');
	ck_assert_int_eq(effect(trace, "c/new"), 'c');
	ck_assert_uint_eq(kinds(trace, "a/deep/f"), ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "a/g"), ACCESS_READ);
	ck_assert_uint_eq(kinds(trace, "c/g"), 0);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_renamed_file)
{
	start();
	shell("echo old >target; echo x >other");
	struct trace *trace = trace_of("echo new >tmp; mv tmp target; mv other moved", 0);
	ck_assert_int_eq(effect(trace, "target"), 'm');
	ck_assert_int_eq(effect(trace, "tmp"), '-');
	ck_assert_int_eq(effect(trace, "other"), 'd');
	ck_assert_int_eq(effect(trace, "moved"), 'c');
	ck_assert_uint_eq(kinds(trace, "other"), ACCESS_READ);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_hidden)
{
	start();
	shell("echo secret >.tmake/x");
	struct trace *trace = trace_of("test ! -e .tmake && test ! -e .tmake/x && ! ls -a | grep -q tmake && ! mkdir .tmake "
	                               "2>/dev/null", 0);
	ck_assert_uint_eq(kinds(trace, ".tmake"), 0);
	ck_assert_uint_eq(trace->effects.count, 0);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_processes)
{
	start();
	shell("echo 1 >one; echo 2 >two; echo 3 >three");
	struct trace *trace = trace_of("cat one; (cat two; :); exec sh -c 'cat three; :'", 0);
	const struct access *one = trace_access(trace, below(root, "one")), *three = trace_access(trace, below(root, "three"));
	const struct process *cat = &trace->processes.at[one->process];
	ck_assert_str_eq(cat->command, "cat one");
	ck_assert_str_eq(cat->cwd, root);
	ck_assert_uint_ne(cat->start_ticks, 0);
	const struct process *shell_process = &trace->processes.at[cat->parent];
	ck_assert_str_eq(shell_process->command, "sh -c cat one; (cat two; :); exec sh -c 'cat three; :'");
	ck_assert_uint_eq(shell_process->parent, PROCESS_NONE);
	ck_assert_str_eq(trace->processes.at[three->process].command, "cat three");
	ck_assert_uint_ne(trace->processes.at[three->process].parent, PROCESS_NONE);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_outside_of_regions)
{
	char command[400];
	start();
	snprintf(command, sizeof command, "cd %s && echo 1 >r && echo 1 >w && mkdir d && ln -s r k", elsewhere);
	shell(command);
	struct view *idle = view_open(server);
	snprintf(command, sizeof command, "cd %s && cat r && echo 2 >>w && ls d && readlink k && ! test -e a && echo >c &&"
	         "mv c e && cat e", elsewhere);
	struct trace *trace = trace_of(command, 0), *other = trace_new();
	ck_assert_uint_eq(kinds_at(trace, below(elsewhere, "r")), ACCESS_READ);
	ck_assert_uint_eq(kinds_at(trace, below(elsewhere, "a")), ACCESS_ABSENT);
	ck_assert_uint_eq(kinds_at(trace, below(elsewhere, "d")), ACCESS_LIST);
	ck_assert_uint_eq(kinds_at(trace, below(elsewhere, "k")), ACCESS_LINK);
	ck_assert_int_eq(effect_at(trace, below(elsewhere, "w")), 'm');
	ck_assert_int_eq(effect_at(trace, below(elsewhere, "e")), 'c');
	ck_assert_uint_eq(trace->effects.count, 2);
	ck_assert_ptr_null(trace->void_reason);
	view_close(idle, other);
	ck_assert_uint_eq(other->accesses.count + other->effects.count, 0);
	trace_free(other);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_two_at_once)
{
	char command[400];
	start();
	shell("echo 1 >shared; mkfifo go");
	struct view *a = view_open(server), *b = view_open(server);
	snprintf(command, sizeof command, "cat shared; echo a >out-a; echo a >>%s/a; cat %s/b", elsewhere, elsewhere);
	pid_t one = begin_command(a, command);
	snprintf(command, sizeof command, "echo b >out-b; echo b >>%s/b; sleep 0.1; cat shared >/dev/null", elsewhere);
	pid_t two = begin_command(b, command);
	end_command(one), end_command(two);
	struct trace *of_a = trace_new(), *of_b = trace_new();
	view_close(b, of_b);
	view_close(a, of_a);
	ck_assert_int_eq(effect(of_a, "out-a"), 'c');
	ck_assert_int_eq(effect(of_a, "out-b"), '-');
	ck_assert_int_eq(effect(of_b, "out-b"), 'c');
	ck_assert_int_eq(effect_at(of_a, below(elsewhere, "a")), 'c');
	ck_assert_int_eq(effect_at(of_a, below(elsewhere, "b")), '-');
	ck_assert_int_eq(effect_at(of_b, below(elsewhere, "b")), 'c');
	ck_assert_uint_eq(kinds(of_a, "shared") & kinds(of_b, "shared"), ACCESS_READ);
	trace_free(of_a), trace_free(of_b);
	stop();
}
END_TEST

START_TEST(test_input_that_moved)
{
	start();
	shell("echo 1 >in; echo 1 >other");
	struct view *view = view_open(server);
	pid_t pid = begin_command(view, "cat in other; sleep 0.3");
	usleep(150000);
	shell("sleep 0.02; echo changed >in");
	end_command(pid);
	struct trace *trace = trace_new();
	view_close(view, trace);
	ck_assert_ptr_nonnull(trace->void_reason);
	trace_free(trace);
	stop();
}
END_TEST

struct calls {
	pthread_mutex_t lock;
	char text[4000];
	const char *refused, *made;
};

static int
note_change(void *arg, struct view *view, const char *path)
{
	struct calls *calls = arg;
	(void)view;
	struct stat st;
	pthread_mutex_lock(&calls->lock);
	size_t len = strlen(calls->text);
	snprintf(calls->text + len, sizeof calls->text - len, "%s=%ld;", path + strlen(root),
	         stat(path, &st) ? -1L : S_ISREG(st.st_mode) ? (long)st.st_size : 0L);
	pthread_mutex_unlock(&calls->lock);
	return calls->refused && !strcmp(path + strlen(root), calls->refused) ? -EROFS : 0;
}

static enum view_answer
make_missing(void *arg, struct view *view, const char *path)
{
	struct calls *calls = arg;
	(void)view;
	if (strcmp(path, below(root, "wanted")))
		return VIEW_ABSENT;
	int fd = open(path, O_WRONLY | O_CREAT, 0666);
	ck_assert_int_eq(write(fd, "made\n", 5), 5);
	close(fd);
	calls->made = "yes";
	return VIEW_RETRY;
}

START_TEST(test_callbacks)
{
	struct calls calls = { .lock = PTHREAD_MUTEX_INITIALIZER, .refused = "/no" };
	start_with((struct view_server_config){ .arg = &calls, .before_change = note_change, .missing = make_missing });
	shell("echo 12345 >old; echo 1 >no");
	struct trace *trace = trace_of("echo 1 >old; echo 2 >>old; echo >new; mv new newer; ! rm -f no 2>/dev/null && cat wanted", 0);
	ck_assert_str_eq(calls.text, "/old=6;/new=-1;/newer=-1;/no=2;");
	ck_assert_ptr_nonnull(calls.made);
	ck_assert_uint_eq(kinds(trace, "wanted"), ACCESS_READ);
	ck_assert_int_eq(effect(trace, "wanted"), '-');
	ck_assert_int_eq(effect(trace, "no"), '-');
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_refresh)
{
	start();
	struct view *view = view_open(server);
	pid_t pid = begin_command(view, "! test -e late && sleep 0.4 && cat late");
	usleep(150000);
	shell("echo >late");
	view_refresh(view, below(root, "late"));
	ck_assert_int_eq(end_command(pid), 0);
	struct trace *trace = trace_new();
	view_close(view, trace);
	ck_assert_uint_eq(kinds(trace, "late"), ACCESS_ABSENT | ACCESS_READ);
	trace_free(trace);
	stop();
}
END_TEST

START_TEST(test_many_views)
{
	start();
	shell("echo 1 >in");
	for (int i = 0; i < 60; i++) {
		struct trace *trace = trace_of("cat in >out; rm out", 0);
		ck_assert_uint_eq(kinds(trace, "in"), ACCESS_READ);
		ck_assert_uint_eq(kinds_at(trace, "/usr/bin/rm"), ACCESS_READ);
		ck_assert_uint_eq(trace->effects.count, 0);
		trace_free(trace);
	}
	stop();
}
END_TEST

START_TEST(test_what_a_view_shows)
{
	struct hidden names[] = { { (char *)".tmake", 1, 100 }, { (char *)"mount", 2, 200 } };
	struct view_server rules = { .hidden = names, .hidden_count = 2 };
	struct real directory = { .device = 1, .inode = 100 }, other = { .device = 2, .inode = 100 };
	ck_assert_int_eq(view_shows(&rules, &directory, ".tmake"), VIEW_SHOWS_NOTHING);
	ck_assert_int_eq(view_shows(&rules, &directory, ".tmake2"), VIEW_SHOWS_DISK);
	ck_assert_int_eq(view_shows(&rules, &directory, "mount"), VIEW_SHOWS_DISK);
	ck_assert_int_eq(view_shows(&rules, &other, ".tmake"), VIEW_SHOWS_DISK);
}
END_TEST

/* where no file system may be mounted (a container without privileges), there is nothing to test */
static bool
can_view(void)
{
	const struct view_server_config config = { .mount_point = "/tmp" };
	int status;
	pid_t pid = fork();
	if (!pid)
		_exit(view_server_start(&server, &config) != 0);
	waitpid(pid, &status, 0);
	return status == 0;
}

int
main(void)
{
	Suite *suite = suite_create("view");
	TCase *rules = tcase_create("rules"), *cases = tcase_create("views");
	tcase_add_test(rules, test_what_a_view_shows);
	tcase_set_timeout(cases, 30);
	tcase_add_test(cases, test_kinds_of_access);
	tcase_add_test(cases, test_own_files_are_no_inputs);
	tcase_add_test(cases, test_effects);
	tcase_add_test(cases, test_failed_change_is_none);
	tcase_add_test(cases, test_opened_for_writing_only);
	tcase_add_test(cases, test_renamed_directory);
	tcase_add_test(cases, test_renamed_file);
	tcase_add_test(cases, test_hidden);
	tcase_add_test(cases, test_processes);
	tcase_add_test(cases, test_outside_of_regions);
	tcase_add_test(cases, test_two_at_once);
	tcase_add_test(cases, test_input_that_moved);
	tcase_add_test(cases, test_callbacks);
	tcase_add_test(cases, test_refresh);
	tcase_add_test(cases, test_many_views);
	suite_add_tcase(suite, rules);
	if (can_view())
		suite_add_tcase(suite, cases);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
