/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_world.c - the language on the real machine: files, directories, $(shell) and its environment. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/world.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/variable.h"

static struct buf said = BUF_INIT;

static void
say(void *arg, enum host_message kind, const struct loc *where, const char *text)
{
	(void)arg, (void)kind, (void)where;
	buf_addf(&said, "%s\n", text);
}

static void
expect(const char *text, const char *expected)
{
	struct makefile_options options = { 0 };
	struct world world;
	struct buf out = BUF_INIT;
	char *environment[] = { "PATH=/usr/bin:/bin", "FROM_ENV=1", "HOME=/root of all", NULL };
	world_init(&world, say, NULL);
	struct makefile *mk = makefile_new(&options, &world.host);
	world.makefile = mk;
	makefile_define_environment(mk, environment);
	ck_assert(makefile_define_command_line(mk, "GIVEN=a b"));
	expand_text(mk, mk->globals, text, NULL, &out);
	ck_assert_str_eq(out.data, expected);
	ck_assert(!makefile_failed(mk));
	buf_release(&out);
	makefile_free(mk);
}

START_TEST(asks_the_shell)
{
	expect("$(shell echo $$FROM_ENV \"$$GIVEN\"; exit 3)$(.SHELLSTATUS)", "1 a b3");
	expect("$(shell printf 'a\\nb\\n\\n')", "a b");
	expect("$(shell kill -9 $$$$)$(filter-out 0,$(.SHELLSTATUS))", "137");
	expect("$(shell )", "");
}
END_TEST

START_TEST(says_what_cannot_start)
{
	buf_clear(&said);
	expect("$(shell no-such-program x)$(.SHELLSTATUS)", "127");
	ck_assert_str_eq(said.data, "no-such-program: No such file or directory\n");
	buf_release(&said);
}
END_TEST

START_TEST(reads_and_writes_files)
{
	char scratch[] = "/tmp/check_world.XXXXXX";
	struct buf expected = BUF_INIT;
	ck_assert_ptr_nonnull(mkdtemp(scratch));
	ck_assert_int_eq(chdir(scratch), 0);
	expect("$(file >b.c,one)$(file >>b.c,two)$(file >a.c,)$(file <b.c)", "one\ntwo");
	expect("$(wildcard *.c nothing)", "a.c b.c");
	expect("$(wildcard none/*)", "");
	buf_addf(&expected, "%s/a.c", scratch);
	expect("$(realpath a.c none)", expected.data);
	expect("$(shell rm a.c b.c)$(wildcard *.c)", "");
	ck_assert_int_eq(chdir("/"), 0);
	rmdir(scratch);
	buf_release(&expected);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("world");
	TCase *tc = tcase_create("machine");
	tcase_add_test(tc, asks_the_shell);
	tcase_add_test(tc, says_what_cannot_start);
	tcase_add_test(tc, reads_and_writes_files);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
