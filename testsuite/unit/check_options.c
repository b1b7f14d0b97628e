/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_options.c - MAKEFLAGS as GNU make 4.4.1 writes it, and read back the same. */
#include <check.h>
#include <stdlib.h>

#include "cli/options.h"

static const struct {
	const char *argv[8];
	const char *makeflags;
} cases[] = {
	{ { "make" }, "" },
	{ { "make", "-ks", "-j4" }, "ks -j4" },
	{ { "make", "-j" }, " -j" },
	{ { "make", "all", "-kI", "foo", "--trace", "-l2.5" }, "k -Ifoo -l2.5 --trace" },
	{ { "make", "-n", "A=b", "--warn-undef" }, "n --warn-undefined-variables -- A=b" },
	{ { "make", "--debug=b", "-d" }, "d --debug=b" },
	{ { "make", "-kS" }, "S" },
	{ { "make", "-R" }, "rR" },
	{ { "make", "-w", "--no-print-directory" }, " --no-print-directory" },
	{ { "make", "-j", "3", "--jobserver-style=pipe" }, " -j3" },
	{ { "make", "-E", "A:=1", "B:=2" }, " --eval=A:=1 -- B:=2" },
};

START_TEST(writes_makeflags)
{
	struct options options, again;
	struct buf out = BUF_INIT, second = BUF_INIT;
	char *argv[8]; /* getopt permutes it */
	memcpy(argv, cases[_i].argv, sizeof argv);
	int argc = 0;
	while (cases[_i].argv[argc])
		argc++;
	options_init(&options);
	options_init(&again);
	ck_assert(options_parse(&options, argc, argv));
	options_makeflags(&options, &out);
	ck_assert_str_eq(out.data, cases[_i].makeflags);
	options_inherit(&again, out.data);
	options_makeflags(&again, &second);
	ck_assert_str_eq(second.data, cases[_i].makeflags);
	options_release(&options);
	options_release(&again);
	buf_release(&out);
	buf_release(&second);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = tcase_create("options");
	tcase_add_loop_test(tcase, writes_makeflags, 0, sizeof cases / sizeof cases[0]);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
