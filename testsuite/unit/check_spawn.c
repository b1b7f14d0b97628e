/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_spawn.c - processes start as execvp(3) would start them, and say why when they do not. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/spawn.h"

static char scratch[] = "/tmp/check spawn.XXXXXX";

static int
status_of(pid_t pid)
{
	int status;
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

static void
write_file(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	ck_assert_int_eq(fchmod(fd, mode), 0);
	close(fd);
}

/* standard output of argv, run in `directory` with `env` */
static const char *
output_of(char **argv, char **env, const char *directory)
{
	static char text[256];
	int ends[2];
	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	pid_t pid = spawn(&(struct spawn){ .argv = argv, .environ = env, .directory = directory,
	                                   .in = -1, .out = ends[1], .err = -1 });
	close(ends[1]);
	ssize_t len = read(ends[0], text, sizeof text - 1);
	close(ends[0]);
	ck_assert_int_eq(status_of(pid), 0);
	text[len < 0 ? 0 : len] = '\0';
	return text;
}

static pid_t
start(char **argv, char **env)
{
	return spawn(&(struct spawn){ .argv = argv, .environ = env, .in = -1, .out = -1, .err = -1 });
}

static char *const usual[] = { "PATH=/usr/bin:/bin", "A=b c", NULL };

START_TEST(runs)
{
	char *argv[] = { "sh", "-c", "printf '%s|' \"$A\" \"$PWD\" \"$@\"", "sh", "x y", NULL };
	ck_assert_str_eq(output_of(argv, (char **)usual, "/usr"), "b c|/usr|x y|");
}
END_TEST

START_TEST(searches_the_new_path)
{
	char path[512], file[512];
	char *argv[] = { "tool", "1", NULL }, *env[] = { path, NULL };
	ck_assert_ptr_nonnull(mkdtemp(scratch));
	snprintf(path, sizeof path, "PATH=/nowhere:%s/tool:%s:/bin", scratch, scratch);
	snprintf(file, sizeof file, "%s/tool", scratch);
	write_file(file, "echo script $1\n", 0755); /* without #!: the shell runs it */
	ck_assert_str_eq(output_of(argv, env, NULL), "script 1\n");
	write_file(file, "echo never\n", 0644);
	ck_assert_int_eq(start(argv, env), -EACCES);
	unlink(file);
	ck_assert_int_eq(start(argv, env), -ENOENT);
	rmdir(scratch);
}
END_TEST

START_TEST(says_why_not)
{
	char *missing[] = { "/no such/program", NULL }, *folder[] = { "/usr", NULL };
	char *empty[] = { "", NULL }, *true_[] = { "true", NULL };
	ck_assert_int_eq(start(missing, (char **)usual), -ENOENT);
	ck_assert_int_eq(start(folder, (char **)usual), -EACCES);
	ck_assert_int_eq(start(empty, (char **)usual), -ENOENT);
	pid_t pid = spawn(&(struct spawn){ .argv = true_, .environ = (char **)usual, .in = -1,
	                                   .out = -1, .err = -1, .directory = "/no such" });
	ck_assert_int_eq(pid, -ENOENT);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* nothing left to reap */
}
END_TEST

static void
ignore_signal(int signal_number)
{
	(void)signal_number;
}

START_TEST(resets_signals)
{
	char *argv[] = { "sh", "-c", "kill -USR1 $$; kill -HUP $$; echo survived", NULL };
	sigset_t usr1;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	signal(SIGUSR1, ignore_signal);
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	int status = status_of(start(argv, (char **)usual));
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
	char *ignoring[] = { "sh", "-c", "kill -HUP $$; echo survived", NULL };
	ck_assert_str_eq(output_of(ignoring, (char **)usual, NULL), "survived\n");
}
END_TEST

static int
refuse(void *arg)
{
	return *(int *)arg;
}

START_TEST(enters_first)
{
	int err = -EPERM;
	char *argv[] = { "true", NULL };
	pid_t pid = spawn(&(struct spawn){ .argv = argv, .environ = (char **)usual, .in = -1,
	                                   .out = -1, .err = -1, .enter = refuse, .enter_arg = &err });
	ck_assert_int_eq(pid, -EPERM);
	err = 0;
	pid = spawn(&(struct spawn){ .argv = argv, .environ = (char **)usual, .in = -1, .out = -1,
	                             .err = -1, .enter = refuse, .enter_arg = &err });
	ck_assert_int_eq(status_of(pid), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("spawn");
	TCase *tc = tcase_create("processes");
	tcase_add_test(tc, runs);
	tcase_add_test(tc, searches_the_new_path);
	tcase_add_test(tc, says_why_not);
	tcase_add_test(tc, resets_signals);
	tcase_add_test(tc, enters_first);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
