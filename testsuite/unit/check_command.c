/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_command.c - which recipe lines need a shell, and how the others are cut into words. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "build/command.h"
#include "parser/base/buf.h"

struct row {
	const char *line;
	const char *argv; /* joined by '|'; NULL: nothing to run */
};

/* what `strace -e execve gmake` shows of GNU make 4.4.1 for the same lines */
static const struct row rows[] = {
	{ "", NULL },
	{ "  \t ", NULL },
	{ "cc -c x.c", "cc|-c|x.c" },
	{ "  cc   -c\tx.c  ", "cc|-c|x.c" },
	{ "echo 'a  b'", "echo|a  b" },
	{ "echo 'a\\\nb'", "echo|a\\\nb" },
	{ "echo ''", "echo|" },
	{ "echo '' x", "echo||x" },
	{ "echo \"a b\"c", "/bin/sh|-c|echo \"a b\"c" },
	{ "echo \"$x\"", "/bin/sh|-c|echo \"$x\"" },
	{ "echo \"a\\b\"", "/bin/sh|-c|echo \"a\\b\"" },
	{ "echo 'unterminated", "/bin/sh|-c|echo 'unterminated" },
	{ "echo a\\ b", "echo|a b" },
	{ "echo a\\$b", "echo|a$b" },
	{ "echo a\\\nb", "echo|ab" },
	{ "echo a\\\n  b", "echo|a|b" },
	{ "echo a\\", "echo|a" },
	{ "A=1 cc", "/bin/sh|-c|A=1 cc" },
	{ "cc A=1", "cc|A=1" },
	{ "cc -DA=1 x", "cc|-DA=1|x" },
	{ "cd x", "/bin/sh|-c|cd x" },
	{ "exec", "/bin/sh|-c|exec" },
	{ "echo cd", "echo|cd" },
	{ "true && false", "/bin/sh|-c|true && false" },
	{ "echo *.c", "/bin/sh|-c|echo *.c" },
	{ "echo a#b", "/bin/sh|-c|echo a#b" },
	{ "echo a~", "/bin/sh|-c|echo a~" },
	{ "! true", "/bin/sh|-c|! true" },
	{ "a\nb", "/bin/sh|-c|a\nb" },
};

static void
expect_argv(const struct command_shell *shell, const char *line, const char *expected)
{
	struct command command;
	struct buf joined = BUF_INIT;
	command_parse(&command, shell, line);
	ck_assert_int_eq(command.argv == NULL, expected == NULL);
	for (size_t i = 0; command.argv && command.argv[i]; i++)
		buf_addf(&joined, "%s%s", i ? "|" : "", command.argv[i]);
	if (expected)
		ck_assert_str_eq(joined.data, expected);
	buf_release(&joined);
	command_release(&command);
}

START_TEST(cuts)
{
	expect_argv(&(struct command_shell){ 0 }, rows[_i].line, rows[_i].argv);
}
END_TEST

START_TEST(keeps_to_the_shell_it_is_given)
{
	expect_argv(&(struct command_shell){ .path = "/bin/bash" }, "cc x", "/bin/bash|-c|cc x");
	expect_argv(&(struct command_shell){ .flags = "-e -c" }, "cc x", "/bin/sh|-e|-c|cc x");
	expect_argv(&(struct command_shell){ .flags = "-ec" }, "cc x", "cc|x");
	expect_argv(&(struct command_shell){ .flags = "-ec" }, "cc;x", "/bin/sh|-ec|cc;x");
	expect_argv(&(struct command_shell){ .path = "perl", .flags = "-e 'my $x;' -p" }, "print",
	            "perl|-e|my $x;|-p|print");
	expect_argv(&(struct command_shell){ .ifs = "," }, "cc x", "/bin/sh|-c|cc x");
	expect_argv(&(struct command_shell){ .path = "" }, "cc x", "cc|x");
}
END_TEST

static Suite *
command_suite(void)
{
	Suite *suite = suite_create("command");
	TCase *tc = tcase_create("lines");
	tcase_add_loop_test(tc, cuts, 0, sizeof rows / sizeof *rows);
	tcase_add_test(tc, keeps_to_the_shell_it_is_given);
	suite_add_tcase(suite, tc);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(command_suite());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
