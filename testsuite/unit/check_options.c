/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_options.c - MAKEFLAGS as GNU make 4.4.1 writes it, and read back the same. */
#include <check.h>
#include <stdlib.h>

#include "cli/makeflags.h"
#include "cli/option_table.h"
#include "cli/options.h"
#include "cli/usage.h"
#include "parser/base/buf.h"

static const struct {
	const char *argv[8];
	const char *makeflags;
} cases[] = {
	{ { "make" }, "" },
	{ { "make", "-ks", "-j4" }, "ks -j4" },
	{ { "make", "-j" }, " -j" },
	{ { "make", "all", "-kI", "foo", "--trace", "-l2.5" }, "k -Ifoo -l2.5 --trace" },
	{ { "make", "-n", "A=b", "--warn-undef" }, "n --warn-undefined-variables" },
	{ { "make", "--debug=b", "-d" }, "d --debug=b" },
	{ { "make", "-kS" }, "S" },
	{ { "make", "-R" }, "rR" },
	{ { "make", "-w", "--no-print-directory" }, " --no-print-directory" },
	{ { "make", "-j", "3", "--jobserver-style=pipe" }, " -j3" },
	{ { "make", "-Ia", "-Ib", "-I./a", "-Ia" }, " -Ia -Ib" },
	{ { "make", "-I./a/b", "-I.//c" }, " -Ia/b -Ic" },
	{ { "make", "-Ia b$c" }, " -Ia\\ b$$c" },
	{ { "make", "-O", "-Oline" }, " -Oline" },
	{ { "make", "--silent", "--no-silent" }, " --no-silent" },
	{ { "make", "--shuffle", "--recon", "--stop", "-B" }, "BnS --shuffle=random" },
	{ { "make", "-", "", "--", "-k" }, "" },
};

static int
length(const char *const *argv)
{
	int argc = 0;
	while (argv[argc])
		argc++;
	return argc;
}

static void
unescape(struct buf *out, const char *text)
{
	for (; *text; text++) {
		buf_addc(out, *text);
		if (*text == '$')
			text++; /* as an expansion would */
	}
}

START_TEST(writes_makeflags)
{
	struct options options, again;
	struct buf out = BUF_INIT, second = BUF_INIT, expanded = BUF_INIT;
	char *argv[8];
	memcpy(argv, cases[_i].argv, sizeof argv);
	options_init(&options, NULL, NULL);
	options_init(&again, NULL, NULL);
	options_parse_command(&options, length(cases[_i].argv), argv);
	ck_assert(!options.is_bad && !options.fatal);
	makeflags_of(&options, false, &out);
	ck_assert_str_eq(out.data, cases[_i].makeflags);
	unescape(&expanded, out.data);
	makeflags_parse(&again, expanded.data, ORIGIN_FILE);
	makeflags_of(&again, false, &second);
	ck_assert_str_eq(second.data, cases[_i].makeflags);
	options_release(&options);
	options_release(&again);
	buf_release(&out);
	buf_release(&second);
	buf_release(&expanded);
}
END_TEST

/* the command line, what a makefile then puts into MAKEFLAGS, what comes of both */
static const struct {
	const char *argv[4];
	const char *from_makefile, *makeflags;
} merged[] = {
	{ { "make", "-S" }, "k", "S" },
	{ { "make", "-k" }, "-S -n", "kn" },
	{ { "make", "-w" }, "--no-print-directory", "w" },
	{ { "make" }, "-w -s", "sw" },
	{ { "make", "-Ia" }, " -Ib -Ia", " -Ia -Ib" },
	{ { "make" }, "-C dir -f other -o old", "" },
	{ { "make" }, "-z --nonsense k", "" },
	{ { "make", "--debug=b" }, "--debug=j", " --debug=b --debug=j" },
};

START_TEST(merges_makeflags)
{
	struct options options;
	struct buf out = BUF_INIT;
	char *argv[4];
	memcpy(argv, merged[_i].argv, sizeof argv);
	options_init(&options, NULL, NULL);
	options_parse_command(&options, length(merged[_i].argv), argv);
	makeflags_parse(&options, merged[_i].from_makefile, ORIGIN_FILE);
	ck_assert(!options.is_bad && !options.goals.count && !options.makefiles.count);
	makeflags_of(&options, false, &out);
	ck_assert_str_eq(out.data, merged[_i].makeflags);
	options_release(&options);
	buf_release(&out);
}
END_TEST

static void
note(void *arg, const char *text)
{
	buf_adds(arg, text);
}

static const struct {
	const char *argv[4];
	const char *said, *fatal; /* "" or NULL: nothing */
} bad[] = {
	{ { "make", "-j0" }, "the '-j' option requires a positive integer argument", NULL },
	{ { "make", "-j1x" }, "the '-j' option requires a positive integer argument", NULL },
	{ { "make", "-f", "" }, "the '-f' option requires a non-empty string argument", NULL },
	{ { "make", "--debug=x" }, "", "unknown debug level specification 'x'" },
	{ { "make", "--debug=b,yes" }, "", "unknown debug level specification 'yes'" },
	{ { "make", "-Osome" }, "", "unknown output-sync type 'some'" },
};

START_TEST(refuses)
{
	struct options options;
	struct buf said = BUF_INIT;
	char *argv[4];
	memcpy(argv, bad[_i].argv, sizeof argv);
	options_init(&options, note, &said);
	options_parse_command(&options, length(bad[_i].argv), argv);
	ck_assert_str_eq(said.data, bad[_i].said);
	ck_assert_pstr_eq(options.fatal, bad[_i].fatal);
	ck_assert(options.is_bad == (said.len > 0));
	options_release(&options);
	buf_release(&said);
}
END_TEST

START_TEST(names_every_option)
{
	struct buf text = BUF_INIT;
	usage_text("tmake", &text);
	for (size_t i = 0; i < option_row_count; i++) {
		const char *name = option_rows[i].names[0];
		if (name && !(option_rows[i].flags & OPTION_INTERNAL))
			ck_assert_msg(strstr(text.data, name) != NULL, "%s", name);
	}
	buf_release(&text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = tcase_create("options");
	tcase_add_loop_test(tcase, writes_makeflags, 0, sizeof cases / sizeof cases[0]);
	tcase_add_loop_test(tcase, merges_makeflags, 0, sizeof merged / sizeof merged[0]);
	tcase_add_loop_test(tcase, refuses, 0, sizeof bad / sizeof bad[0]);
	tcase_add_test(tcase, names_every_option);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
