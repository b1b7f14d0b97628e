/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_recipe_line.c - prefixes and inner lines of expanded recipe lines. */
#include <check.h>
#include <stdlib.h>

#include "build/recipe_line.h"
#include "parser/base/buf.h"
#include "parser/rule.h"

struct row {
	const char *text;
	const char *lines; /* "FLAGS[TEXT]" each; s silent, i ignore, r recurse */
};

static const struct row rows[] = {
	{ "", "" },
	{ "cc x.c", "[cc x.c]" },
	{ "@cc", "s[cc]" },
	{ " \t@ -+ cc @x", "sir[cc @x]" },
	{ "@", "s[]" },
	{ "a\nb", "[a][b]" },
	{ "@a\n-b\n\nc", "s[a]i[b][][c]" },
	{ "a\\\n@b\nc", "[a\\\n@b][c]" },
	{ "a\\\\\n@b", "[a\\\\]s[b]" },
	{ "a\n", "[a]" },
	{ "a\\", "[a\\]" },
};

static void
add_flags(struct buf *out, unsigned flags)
{
	buf_adds(out, flags & RECIPE_SILENT ? "s" : "");
	buf_adds(out, flags & RECIPE_IGNORE ? "i" : "");
	buf_adds(out, flags & RECIPE_RECURSE ? "r" : "");
}

START_TEST(parts)
{
	struct buf out = BUF_INIT;
	const char *rest = rows[_i].text;
	for (struct recipe_line line; recipe_line_next(&rest, 0, &line);) {
		add_flags(&out, line.flags);
		buf_addc(&out, '[');
		buf_add(&out, line.text, line.len);
		buf_addc(&out, ']');
	}
	ck_assert_str_eq(out.data, rows[_i].lines);
	buf_release(&out);
}
END_TEST

START_TEST(keeps_flags_of_the_recipe)
{
	const char *rest = "a\n@b";
	struct recipe_line line;
	ck_assert(recipe_line_next(&rest, RECIPE_IGNORE, &line));
	ck_assert_uint_eq(line.flags, RECIPE_IGNORE);
	ck_assert(recipe_line_next(&rest, RECIPE_IGNORE, &line));
	ck_assert_uint_eq(line.flags, RECIPE_IGNORE | RECIPE_SILENT);
	ck_assert(!recipe_line_next(&rest, RECIPE_IGNORE, &line));
}
END_TEST

START_TEST(one_shell)
{
	const char *text = "@a\n -b\\\n@c\n+d";
	struct buf out = BUF_INIT;
	ck_assert_uint_eq(recipe_one_shell(text, 0, "/bin/bash", &out), RECIPE_SILENT);
	ck_assert_str_eq(out.data, "a\nb\\\n@c\nd");
	buf_clear(&out);
	ck_assert_uint_eq(recipe_one_shell(text, RECIPE_IGNORE, "/usr/bin/perl", &out),
	                  RECIPE_SILENT | RECIPE_IGNORE);
	ck_assert_str_eq(out.data, "a\n -b\\\n@c\n+d");
	buf_release(&out);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recipe_line");
	TCase *tc = tcase_create("lines");
	tcase_add_loop_test(tc, parts, 0, sizeof rows / sizeof *rows);
	tcase_add_test(tc, keeps_flags_of_the_recipe);
	tcase_add_test(tc, one_shell);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
