/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_parser_read.c - makefiles to rules, variables and messages, by tables, in a fake world.
 *
 * What is expected was written down from GNU make 4.4.1: its messages as they are, its data base in
 * the short form that `describe` gives.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "testsuite/unit/fake_host.h"

static struct fake_host *fake;
static struct makefile *mk;
static struct buf out;

static void
set_up(void)
{
	static const char *const include_dirs[] = { "dir1", "dir2", NULL };
	struct makefile_options options = {
		.version = "4.4.1",
		.no_builtin_rules = true,
		.no_builtin_variables = true,
		.include_dirs = include_dirs,
	};
	fake = fake_host_new();
	mk = makefile_new(&options, fake_host_interface(fake));
	buf_init(&out);
}

static void
tear_down(void)
{
	makefile_free(mk);
	fake_host_free(fake);
	buf_release(&out);
}

static void
add_prerequisites(const struct prerequisites *list, const char *unexpanded)
{
	bool order_only = false;
	for (size_t i = 0; i < list->count; i++) {
		const struct prerequisite *p = &list->at[i];
		buf_adds(&out, p->order_only && !order_only ? " | " : " ");
		order_only = p->order_only;
		buf_addf(&out, "%s%s", p->is_wait ? ".WAIT " : "", p->name->text);
	}
	if (unexpanded)
		buf_addf(&out, " {%s}", unexpanded);
}

static void
add_recipe(const struct recipe *recipe)
{
	if (recipe)
		buf_addf(&out, " ;%lu %s", recipe->loc.line, recipe->text);
	else
		buf_addc(&out, '\n');
}

static void
add_variables(const struct target *t)
{
	const struct variable *v = t->scope ? t->scope->first : NULL;
	for (; v; v = v->next)
		buf_addf(&out, "%s: %s%s%s%s= %s\n", t->name->text,
		         v->is_private ? "private " : "",
		         v->exported == EXPORT_YES ? "export " : "", v->name->text,
		         v->is_append ? " +" : v->is_recursive ? " " : " :", v->value);
}

static void
add_target(const struct target *t)
{
	add_variables(t);
	if (!t->is_target)
		return;
	for (size_t i = 0; i < t->rules.count && t->is_double_colon; i++) {
		buf_addf(&out, "%s::", t->name->text);
		add_prerequisites(&t->rules.at[i]->prerequisites, t->rules.at[i]->unexpanded);
		add_recipe(t->rules.at[i]->recipe);
	}
	if (t->is_double_colon)
		return;
	buf_addf(&out, "%s%s:", t->is_phony ? "phony " : "", t->name->text);
	for (size_t i = 0; i < t->rules.count; i++)
		add_prerequisites(&t->rules.at[i]->prerequisites, t->rules.at[i]->unexpanded);
	if (t->stem)
		buf_addf(&out, " (%s)", t->stem->text);
	add_recipe(t->recipe);
}

static void
add_pattern_rule(const struct pattern_rule *r)
{
	for (size_t i = 0; i < r->targets.count; i++)
		buf_addf(&out, "%s%s", i ? " " : "", r->targets.at[i].name->text);
	buf_adds(&out, r->is_terminal ? "::" : ":");
	add_prerequisites(&r->prerequisites, r->unexpanded);
	add_recipe(r->recipe);
}

/* messages, error, default goal, pattern rules, targets with their variables */
static const char *
describe(void)
{
	buf_clear(&out);
	buf_adds(&out, fake_host_messages(fake));
	if (makefile_failed(mk)) {
		buf_addf(&out, "%s\n", makefile_error(mk));
		return out.data;
	}
	for (size_t i = 0; i < mk->rules.patterns.count; i++)
		add_pattern_rule(mk->rules.patterns.at[i]);
	for (size_t i = 0; i < mk->rules.target_order.count; i++)
		add_target(mk->rules.target_order.at[i]);
	return out.data;
}

static void
read_text(const char *text)
{
	fake_host_file(fake, "m", text);
	makefile_define_builtins(mk);
	ck_assert_int_eq(makefile_read(mk, "m", 0), 0);
	if (!makefile_failed(mk))
		rules_finish(mk);
}

struct row {
	const char *text, *expected;
};

static const struct row rules[] = {
	{ "a: b c ; x\n\ty\n", "a: b c ;1  x\ny\n" },
	{ "a : b\n\tx \\\n\t  y\n", "a: b ;2 x \\\n\t  y\n" },
	{ "a: b\n\n# comment\n\n\tx\n", "a: b ;5 x\n" },
	{ "a: b | c d\n", "a: b | c d\n" },
	{ "a: .WAIT b .WAIT c\n", "a: .WAIT b .WAIT c\n" },
	{ "a: b\n\tx\na: c\n", "a: b c ;2 x\n" },
	{ "a: b\na: c\n\tx\n", "a: c b ;3 x\n" },
	{ "a:: b ; x\na:: c ; y\n", "a:: b ;1  x\na:: c ;2  y\n" },
	{ "a b &: c ; x\n", "a: c ;1  x\nb: c ;1  x\n" },
	{ "a b&:c;x\n", "a: c ;1 x\nb: c ;1 x\n" },
	{ "a: b$$c $$(x)\n", "a: b$c $(x)\n" },
	{ "a\\ b: c\\ d \\#e \\: f\n", "a b: c d #e : f\n" },
	{ "./a: .//b ./\n", "a: b ./\n" },
	{ "X = a b: c\n$(X) d\n", "a: c d\nb: c d\n" },
	{ "X = c ; x\na: $(X)\n", "a: c ;2  x\n" },
	{ "$(if x,a): b\n", "a: b\n" },
	{ "$(nothing): b\n\tx\na:\n", "a:\n" },
	{ ": b\n\tx\na:\n", "a:\n" },
	{ "l(a b): c\n", "l(a): c\nl(b): c\n" },
	{ "a: l(b c) d( e)\n", "a: l(b) l(c) d(e)\n" },
	{ "a.o b.o: %.o: %.c x/%.h | d/%\n",
	  "a.o: a.c x/a.h | d/a (a)\nb.o: b.c x/b.h | d/b (b)\n" },
	{ "a.o b.x: %.o: %.c\n",
	  "warning: m:1: target 'b.x' doesn't match the target pattern\n"
	  "a.o: a.c (a)\nb.x: (b.x)\n" },
	{ "%.o: %.c ; x\n%.p %.q:: %.r ; y\n", "%.o: %.c ;1  x\n%.p %.q:: %.r ;2  y\n" },
	{ "%.o: %.c ; x\n%.o: %.p ; y\n%.o: %.c ; z\n", "%.o: %.p ;2  y\n%.o: %.c ;3  z\n" },
	{ "%.o: %.c ; x\n%.o: %.c\n", "%.o: %.c\n" },
	{ "\\%.x: a\n", "%.x: a\n" },
	{ ".SUFFIXES: .c .o\n.c.o: ; x\n",
	  "%.c:\n%.o: %.c ;2  x\n%.o:\n.SUFFIXES: .c .o\n.c.o: ;2  x\n" },
	{ ".SECONDEXPANSION:\na: $$(b) c\n%.o: $$@.c ; x\nd.o: %.o: %.$$c e%\n",
	  "%.o: {$@.c} ;3  x\n.SECONDEXPANSION:\na: {$(b) c}\nd.o: {$*.$c e$*} (d)\n" },
	{ ".PHONY: a\na: b\n", "phony a: b\n.PHONY: a\n" },
	{ ".DEFAULT: ; x\n.DEFAULT:\n", ".DEFAULT:\n" },
	{ "a: ; x\na: ; y\n", "warning: m:2: warning: overriding recipe for target 'a'\n"
	                       "warning: m:1: warning: ignoring old recipe for target 'a'\n"
	                       "a: ;2  y\n" },
	{ "a a: b ; x\n",
	  "warning: m:1: target 'a' given more than once in the same rule\na: b b ;1  x\n" },
	{ "a: b c &: d\n\tx\n", "m:1: *** multiple target patterns\n" },
	{ ".RECIPEPREFIX = >\na:\n>x\n\tY = 1\n", "a: ;3 x\n" },
	{ "a:\nifdef X\n\tx\nelse\n\ty\nendif\n\tz\n", "a: ;5 y\nz\n" },
	{ "a:\r\n\tx \\\r\n\ty\r\n", "a: ;2 x \\\n\ty\n" },
	{ "\xEF\xBB\xBF" "a:\n", "a:\n" },
	{ "a:\n\tx", "a: ;2 x\n" },
	{ "a:\n\tx \\\n", "a: ;2 x \\\n\n" },
	{ "a: V = 1\na: V += 2\na: W += $(V)\na: private export X := y\na: b ; x\n",
	  "a: V = 1 2\na: W += $(V)\na: private export X := y\na: b ;5  x\n" },
	{ "a: V = b ; c # d\n", "a: V = b ; c # d\n" },
	{ "a: define\na: export: b\n", "m:2: *** target pattern contains no '%'\n" },
};

static const struct row errors[] = {
	{ "foo bar\n", "m:1: *** missing separator\n" },
	{ "        foo\n", "m:1: *** missing separator (did you mean TAB instead of 8 spaces?)\n" },
	{ "ifeq(a,b)\nendif\n",
	  "m:1: *** missing separator (ifeq/ifneq must be followed by whitespace)\n" },
	{ "\tfoo\n", "m:1: *** recipe commences before first target\n" },
	{ "; foo\n", "m:1: *** missing rule before recipe\n" },
	{ "a:\nifdef X\n\n", "m:4: *** missing 'endif'\n" },
	{ "endif\n", "m:1: *** extraneous 'endif'\n" },
	{ "else\n", "m:1: *** extraneous 'else'\n" },
	{ "ifdef X\nelse\nelse\nendif\n", "m:3: *** only one 'else' per conditional\n" },
	{ "ifeq (a)\nendif\n", "m:1: *** invalid syntax in conditional\n" },
	{ "ifdef A B\nendif\n", "m:1: *** invalid syntax in conditional\n" },
	{ "define X\na\n", "m:1: *** missing 'endef', unterminated 'define'\n" },
	{ "\ndefine\nendef\n", "m:2: *** empty variable name\n" },
	{ "undefine\n", "m:1: *** empty variable name\n" },
	{ "$(nothing) = x\n", "m:1: *** empty variable name\n" },
	{ "a: =1\n", "m:1: *** empty variable name\n" },
	{ "a: b\na:: c\n", "m:2: *** target file 'a' has both : and :: entries\n" },
	{ "a:: b\na: c\n", "m:2: *** target file 'a' has both : and :: entries\n" },
	{ "a b &: c\n", "m:1: *** grouped targets must provide a recipe\n" },
	{ "%.a b: c ; x\n", "m:1: *** mixed implicit and normal rules\n" },
	{ "%.a: %.b: c ; x\n", "m:1: *** mixed implicit and static pattern rules\n" },
	{ "a: %.b %.c: d\n", "m:1: *** multiple target patterns\n" },
	{ "a: : d\n", "m:1: *** missing target pattern\n" },
	{ "a: b: d\n", "m:1: *** target pattern contains no '%'\n" },
	{ ".INTERMEDIATE: a\n.NOTINTERMEDIATE: a\n",
	  "*** a cannot be both .NOTINTERMEDIATE and .INTERMEDIATE\n" },
	{ ".SECONDARY:\n.NOTINTERMEDIATE:\n",
	  "*** .NOTINTERMEDIATE and .SECONDARY are mutually exclusive\n" },
	{ "include m\n", "m:1: *** Too many open files\n" },
	{ "a = $(eval x:=$$(call a))\n$(call a)\n", NULL },
	{ "$(eval foo bar)\n", "m:1: *** missing separator\n" },
	{ "$(eval ifdef X)\n", "m:1: *** missing 'endif'\n" },
	{ "$(eval include inc)\n$(nothing)\n", "" },
};

static const struct row messages[] = {
	{ "ifeq (a,a) text\nelse text\nendif text\n",
	  "warning: m:1: extraneous text after 'ifeq' directive\n"
	  "warning: m:2: extraneous text after 'else' directive\n"
	  "warning: m:3: extraneous text after 'endif' directive\n" },
	{ "define X := y\nz\nendef w\n",
	  "warning: m:1: extraneous text after 'define' directive\n"
	  "warning: m:3: extraneous text after 'endef' directive\n" },
	{ "b %.a: c\n",
	  "warning: m:1: *** mixed implicit and normal rules: deprecated syntax\nb: c\n%.a: c\n" },
	{ ".WAIT: a ; b\n.WAIT: c ; d\n",
	  "warning: m:1: .WAIT should not have prerequisites\n"
	  "warning: m:1: .WAIT should not have commands\n"
	  "warning: m:2: warning: overriding recipe for target '.WAIT'\n"
	  "warning: m:1: warning: ignoring old recipe for target '.WAIT'\n"
	  ".WAIT: c a ;2  d\n" },
	{ "a b &: ; x\nb c &: ; y\n",
	  "warning: m:2: warning: overriding recipe for target 'b'\n"
	  "warning: m:1: warning: ignoring old recipe for target 'b'\n"
	  "warning: m:2: warning: overriding group membership for target 'b'\n"
	  "a: ;1  x\nb: ;2  y\nc: ;2  y\n" },
};

/* variables: $(info) of one text after the makefile */
static const struct {
	const char *text, *shown, *expected;
} variables[] = {
	{ "X = a \\\n   b\\\nc\n", "$(X)", "a b c" },
	{ ".POSIX:\nX = a \\\n   b\\\nc\n", "$(X)", "a  b c" },
	{ "X = a\\\\\nY = b\n", "$(X)|$(Y)", "a\\\\|b" },
	{ "X = a # b\nY = a\\#b\nZ = $(X # c) d\n", "$(X)|$(Y)|$(Z)", "a |a#b| d" },
	{ "X := abc   \n", "[$(X)]", "[abc   ]" },
	{ "define X\na\n b\nendef\n", "$(X)", "a\n b" },
	{ "define X\ndefine Y\nendef\nendef\n", "$(X)", "define Y\nendef" },
	{ "X = 1\ndefine Y :=\n$(X)\nendef\nX = 2\n", "$(Y)", "1" },
	{ "X = 1\ndefine X +=\n2\nendef\n", "$(X)", "1 2" },
	{ "override define X\na\nendef\nX = b\n", "$(X) $(origin X)", "a override" },
	{ "X = 1\nundefine X\n", "$(origin X)", "undefined" },
	{ "override X = 1\nundefine X\nY = 1\noverride undefine Y\n", "$(X)$(Y)", "1" },
	{ "export = 1\noverride = 2\ndefine = 3\nifdef = 4\ninclude = 5\n",
	  "$(export)$(override)$(define)$(ifdef)$(include)", "12345" },
	{ "a b = c\n", NULL, "m:1: *** missing separator" },
	{ "A:=1\nB::=2\nC:::=3\nD?=4\nE+=5\nF=:=6\n", "$A$B$C$D$E$F", "12345:=6" },
	{ "ifeq (a,b)\nX=1\nelse ifneq \"a\" 'b'\nX=2\nelse\nX=3\nendif\n", "$(X)", "2" },
	{ "ifeq (a,b)\nifeq\nelse foo\nendif\nX=1\nendif\n", "$(X)", "" },
	{ "ifdef X\ndefine Y\nendif\nendef\nendif\nX=1\n", "$(X)", "1" },
	{ "X = Y\nY = 1\nifdef $(X)\nZ = 1\nendif\nifndef Q\nZ += 2\nendif\n", "$(Z)", "1 2" },
	{ "ifeq ( a , a )\nX=1\nendif\nifeq (a ,a)\nX+=2\nendif\n", "$(X)", "2" },
	{ "X = 1\n\tX = 2\na:\n\tX = 3\n", "$(X)", "2" },
	{ "include i j\n-include k\n", "$(MAKEFILE_LIST)|$(I)|$(J)", "m i dir2/j|1|m i dir2/j" },
	{ "a:\n.b:\n", "$(.DEFAULT_GOAL)", "a" },
	{ ".b:\n%.c: ; x\n_:\na:\n", "$(.DEFAULT_GOAL)", "_" },
	{ "include i\nb:\n", "$(.DEFAULT_GOAL)", "in_i" },
	{ "$(foreach x,a b,$(eval $(x)_v := $$(x)!))\n", "$(a_v) $(b_v)", "a! b!" },
	{ "define D\ndefine X\n1\n2\nendef\nendef\n$(eval $(D))\n", "$(X)", "1\n2" },
	{ "X != echo a\n", "$(X)", "A" },
};

START_TEST(rule_row)
{
	read_text(rules[_i].text);
	ck_assert_str_eq(describe(), rules[_i].expected);
}
END_TEST

START_TEST(error_row)
{
	read_text(errors[_i].text);
	describe();
	if (errors[_i].expected)
		ck_assert_str_eq(out.data, errors[_i].expected);
	else
		ck_assert(makefile_failed(mk));
}
END_TEST

START_TEST(message_row)
{
	read_text(messages[_i].text);
	ck_assert_str_eq(describe(), messages[_i].expected);
}
END_TEST

START_TEST(variable_row)
{
	fake_host_file(fake, "i", "I = 1\nin_i:\n");
	fake_host_file(fake, "dir2/j", "J := $(MAKEFILE_LIST)\n");
	fake_host_shell(fake, "echo a", "A\n", 0);
	read_text(variables[_i].text);
	if (!variables[_i].shown) {
		ck_assert_str_eq(makefile_error(mk), variables[_i].expected);
		return;
	}
	expand_text(mk, mk->globals, variables[_i].shown, NULL, &out);
	ck_assert_msg(!makefile_failed(mk), "%s", makefile_error(mk));
	ck_assert_str_eq(out.data, variables[_i].expected);
}
END_TEST

START_TEST(sources)
{
	fake_host_file(fake, "i", "include k\n");
	fake_host_file(fake, "dir1/j", "");
	read_text("include i j\n-include l\nb:\n");
	static const struct {
		const char *path;
		unsigned long line;
		bool is_missing, is_optional;
	} expected[] = {
		{ "m", 0, false, false },      { "i", 1, false, false },
		{ "k", 1, true, false },       { "dir1/j", 1, false, false },
		{ "l", 2, true, true },
	};
	ck_assert_uint_eq(mk->sources.count, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct makefile_source *s = &mk->sources.at[i];
		ck_assert_str_eq(s->path->text, expected[i].path);
		ck_assert_uint_eq(s->included_from.line, expected[i].line);
		ck_assert_int_eq(s->error != 0, expected[i].is_missing);
		ck_assert_int_eq(s->is_optional, expected[i].is_optional);
	}
}
END_TEST

static int
read_nul(void *self, const char *path, struct buf *content)
{
	static const char text[] = "X = a\0b\nY = c\n\0junk\nfoo bar\n";
	(void)self;
	(void)path;
	buf_add(content, text, sizeof text - 1);
	return 0;
}

START_TEST(nul)
{
	struct host host = *mk->host;
	host.read_file = read_nul;
	mk->host = &host;
	makefile_read(mk, "m", 0);
	ck_assert_str_eq(fake_host_messages(fake),
	                 "warning: m:2: warning: NUL character seen; rest of line ignored\n");
	ck_assert_str_eq(makefile_error(mk), "m:3: *** missing separator");
	ck_assert_str_eq(variable_find(mk, mk->globals, name_of(mk->names, "X"))->value, "aY = c");
	mk->host = fake_host_interface(fake);
}
END_TEST

static const char *
in_target(const char *target, struct scope *parent, const char *text, struct scope **scope)
{
	*scope = target_scope(mk, target_of(mk, name_of(mk->names, target)), parent);
	buf_clear(&out);
	expand_text(mk, *scope, text, NULL, &out);
	return out.data;
}

START_TEST(scopes)
{
	struct scope *all, *object;
	makefile_define_command_line(mk, "CL=cl");
	read_text("G = g\nall: A = all\nall: private P = p\nall: G += more\n"
	          "%.o: A += pat\nf%.o: A += fpat\n%.o: B := $(G)\nfoo.o: A += own\n"
	          "%.o: CL += x\nfoo.o: override CL += y\n");
	ck_assert_str_eq(in_target("all", mk->globals, "$A|$P|$G|$B", &all), "all|p|g more|");
	ck_assert_str_eq(in_target("foo.o", all, "$A|$P|$G|$B|$(CL)", &object),
	                 "all pat fpat own||g more|g|cl cl y");
	ck_assert_str_eq(in_target("x.o", mk->globals, "$A|$B", &object), "pat|g");
}
END_TEST

START_TEST(vpaths)
{
	read_text("vpath %.c src:../x  y/ .\nvpath %.h h\nvpath %.c\nvpath %.q /\n");
	ck_assert_uint_eq(mk->rules.vpaths.count, 2);
	ck_assert_str_eq(mk->rules.vpaths.at[0]->pattern->text, "%.h");
	ck_assert_str_eq(mk->rules.vpaths.at[1]->directories.at[0]->text, "/");
}
END_TEST

START_TEST(recipe_lines)
{
	read_text("a:\n\t@-x\n\t + y \\\n\t\tz\n\t$(MAKE) q\n");
	struct recipe *r = target_of(mk, name_of(mk->names, "a"))->recipe;
	recipe_chop(mk, r);
	ck_assert_uint_eq(r->line_count, 3);
	ck_assert_str_eq(r->lines[1], " + y \\\n\t\tz");
	ck_assert_int_eq(r->line_flags[0], RECIPE_SILENT | RECIPE_IGNORE);
	ck_assert_int_eq(r->line_flags[1], RECIPE_RECURSE);
	ck_assert_int_eq(r->line_flags[2], RECIPE_RECURSE);
	ck_assert_int_eq(r->any_flags, RECIPE_SILENT | RECIPE_IGNORE | RECIPE_RECURSE);
}
END_TEST

START_TEST(one_shell)
{
	read_text(".ONESHELL:\na:\n\t@x\n\ty\n");
	struct recipe *r = target_of(mk, name_of(mk->names, "a"))->recipe;
	recipe_chop(mk, r);
	ck_assert_uint_eq(r->line_count, 1);
	ck_assert_str_eq(r->lines[0], "@x\ny");
}
END_TEST

START_TEST(no_rules_in_recipes)
{
	read_text("a: b\n");
	makefile_eval(mk, "c: d", 4, NULL);
	ck_assert_str_eq(makefile_error(mk), "*** prerequisites cannot be defined in recipes");
}
END_TEST

START_TEST(default_goal)
{
	read_text(".DEFAULT_GOAL = x y\nx:\n");
	ck_assert_ptr_nonnull(makefile_default_goal(mk));
	ck_assert_str_eq(makefile_error(mk), "*** .DEFAULT_GOAL contains more than one target");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof *(table))

int
main(void)
{
	Suite *suite = suite_create("parser_read");
	TCase *tcase = tcase_create("read");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, rule_row, 0, COUNT(rules));
	tcase_add_loop_test(tcase, error_row, 0, COUNT(errors));
	tcase_add_loop_test(tcase, message_row, 0, COUNT(messages));
	tcase_add_loop_test(tcase, variable_row, 0, COUNT(variables));
	tcase_add_test(tcase, sources);
	tcase_add_test(tcase, nul);
	tcase_add_test(tcase, scopes);
	tcase_add_test(tcase, vpaths);
	tcase_add_test(tcase, recipe_lines);
	tcase_add_test(tcase, one_shell);
	tcase_add_test(tcase, no_rules_in_recipes);
	tcase_add_test(tcase, default_goal);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
