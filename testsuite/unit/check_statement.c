/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_statement.c - makefile text to logical lines with their places, and what each line is. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "parser/base/name.h"
#include "parser/reader.h"
#include "parser/statement.h"

static const char *const kind_words[] = {
	[STATEMENT_EMPTY] = "empty",         [STATEMENT_RECIPE] = "recipe",
	[STATEMENT_ASSIGNMENT] = "assign",   [STATEMENT_DEFINE] = "define",
	[STATEMENT_UNDEFINE] = "undefine",   [STATEMENT_CONDITIONAL] = "conditional",
	[STATEMENT_EXPORT] = "export",       [STATEMENT_UNEXPORT] = "unexport",
	[STATEMENT_INCLUDE] = "include",     [STATEMENT_LOAD] = "load",
	[STATEMENT_VPATH] = "vpath",         [STATEMENT_RULE] = "rule",
	[STATEMENT_STRAY_RECIPE] = "stray",
};

struct row {
	const char *text;
	const char *statements; /* "LINE KIND TEXT" each, parted by " | " */
};

static const struct row rows[] = {
	{ "a: b\n\tcc\nA = 1\n", "1 rule a: b | 2 recipe cc | 3 assign A=1" },
	{ "A := x \\\n  y # z\nB=2", "1 assign A:=x y  | 3 assign B=2" /* the blank before the comment stays */ },
	{ "\r\nA=1\r\nB=2\r\n", "1 empty | 2 assign A=1 | 3 assign B=2" },
	{ "\xef\xbb\xbf" "A=1\n", "1 assign A=1" },
	{ "ifeq (a,b)\nelse ifdef X\nendif\n",
	  "1 conditional (a,b) | 2 conditional ifdef X | 3 conditional" },
	{ "\tA = 1\n", "1 assign A=1" },
	{ "a:\n\tA = 1\n", "1 rule a: | 2 recipe A = 1" },
	{ "\tcc x\n", "1 stray \tcc x" },
	{ "export A\nunexport\nexport A = 1\n", "1 export A | 2 unexport | 3 assign A=1 e" },
	{ "override private A ::= 1\nprivate override define A =\n",
	  "1 assign A::=1 op | 2 define A = op" },
	{ "undefine A\noverride undefine B\n", "1 undefine A | 2 undefine B o" },
	{ "include a b\n-include c\nsinclude d\n", "1 include a b | 2 include c | 3 include d" },
	{ "include = 1\nvpath: x\nexport: y\n", "1 assign include=1 | 2 rule vpath: x | 3 rule export: y" },
	{ "vpath %.c src\nload x.so\n-load y.so\n", "1 vpath %.c src | 2 load x.so | 3 load y.so" },
	{ "A$(B = c) += d\n", "1 assign A$(B = c)+=d" },
	{ "A ?= 1\nB != ls\nC :::= 2\n", "1 assign A?=1 | 2 assign B!=ls | 3 assign C:::=2" },
	{ "# only this\n", "1 empty" },
	{ "a: A = 1\n", "1 rule a: A = 1" },
	{ "a\\\n: b\nA=1\n", "1 rule a\\\n: b | 3 assign A=1" },
	{ "a: ; x \\\n\ty\n", "1 rule a: ; x \\\n\ty" },
	{ "A = x\\#y\n", "1 assign A=x#y" },
};

static const char *
operator_of(enum assignment assignment)
{
	switch (assignment) {
	case ASSIGN_RECURSIVE: return "=";
	case ASSIGN_SIMPLE: return ":=";
	case ASSIGN_IMMEDIATE: return ":::=";
	case ASSIGN_APPEND: return "+=";
	case ASSIGN_CONDITIONAL: return "?=";
	case ASSIGN_SHELL: return "!=";
	}
	BUG("no such operator");
}

static void
describe(struct buf *out, const struct line *line, const struct statement *s)
{
	buf_addf(out, "%s%lu %s", out->len ? " | " : "", line->loc.line, kind_words[s->kind]);
	if (s->kind == STATEMENT_ASSIGNMENT) {
		const struct assignment_text *a = &s->assignment;
		/* ::= and := are one operator */
		buf_addf(out, " %.*s%s%.*s", (int)a->name_len, a->name,
		         strncmp(a->op, "::=", 3) ? operator_of(a->assignment) : "::=",
		         (int)a->value_len, a->value);
	} else if (s->kind != STATEMENT_EMPTY && *s->text) {
		buf_addf(out, " %s", s->text);
	}
	const struct modifiers *m = &s->modifiers; /* nothing where there is no definition */
	if (s->kind == STATEMENT_EXPORT || s->kind == STATEMENT_UNEXPORT)
		return;
	if (m->exported == EXPORT_YES || m->is_override || m->is_private)
		buf_addf(out, " %s%s%s", m->exported == EXPORT_YES ? "e" : "", m->is_override ? "o" : "",
		         m->is_private ? "p" : "");
}

START_TEST(understands)
{
	struct names *names = names_new();
	struct buf content = BUF_INIT, scratch = BUF_INIT, out = BUF_INIT;
	struct statement_context context = { .recipe_prefix = '\t' };
	struct reader reader;
	buf_adds(&content, rows[_i].text);
	reader_init_file(&reader, name_of(names, "Makefile"), &content);
	for (struct line line; reader_next(&reader, &line);) {
		struct statement s;
		statement_parse(&line, &context, &scratch, &s);
		describe(&out, &line, &s);
		context.awaits_recipe = s.kind == STATEMENT_RULE || s.kind == STATEMENT_RECIPE ||
		                        (s.kind == STATEMENT_EMPTY && context.awaits_recipe);
	}
	ck_assert_str_eq(out.data, rows[_i].statements);
	buf_release(&content);
	buf_release(&scratch);
	buf_release(&out);
	names_free(names);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("statement");
	TCase *tc = tcase_create("lines");
	tcase_add_loop_test(tc, understands, 0, sizeof rows / sizeof *rows);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
