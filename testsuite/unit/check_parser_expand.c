/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_parser_expand.c - variables, expansion and functions, by tables, in a fake world. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parser/assignment.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/function.h"
#include "parser/glob.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "testsuite/unit/fake_host.h"

static struct fake_host *fake;
static struct makefile *mk;
static struct buf out;

static void
define(const char *line)
{
	struct assignment_text a;
	ck_assert_msg(assignment_parse(line, strlen(line), &a), "%s", line);
	variable_assign(mk, mk->globals, name_intern(mk->names, a.name, a.name_len), a.value,
	                ORIGIN_FILE, a.assignment, false, NULL);
}

static struct variable *
variable(const char *name)
{
	return variable_find(mk, mk->globals, name_of(mk->names, name));
}

static const char *
expand(const char *text)
{
	struct loc where = { name_of(mk->names, "Makefile"), 7, 0 };
	buf_clear(&out);
	expand_text(mk, NULL, text, &where, &out);
	return out.data;
}

static const char *
inert(const char *text)
{
	buf_clear(&out);
	expand_inert(mk, NULL, text, NULL, &out);
	return out.data;
}

static const char *const definitions[] = {
	"sp := $(nothing) $(nothing)",
	"comma := ,",
	"A = a.c b.c x.o",
	"B := one two",
	"name = A",
	"self = $(self)",
	"ping = $(pong)",
	"pong = $(ping)",
	"pair = <$0|$1|$2>",
	"reverse = $(if $1,$(call reverse,$(wordlist 2,$(words $1),$1)) $(firstword $1))",
	"endless = $(call endless)",
	"dollar = $$",
};

static void
set_up(void)
{
	struct makefile_options options = { .version = "4.4.1" };
	fake = fake_host_new();
	for (size_t i = 0; i < 3; i++)
		fake_host_file(fake, ((const char *[]){ "a.c", "b.c", "src/x.c" })[i], "");
	fake_host_file(fake, "text", "one\ntwo\n");
	fake_host_file(fake, ".hidden", "");
	fake_host_dangling(fake, "dangling.c");
	fake_host_shell(fake, "lines", "a\nb\n\n", 0);
	fake_host_shell(fake, "fail", "", 3);
	mk = makefile_new(&options, fake_host_interface(fake));
	char *const environ[] = { "HOME=/home/me", "SHELL=/bin/zsh", "MAKELEVEL=2", NULL };
	makefile_define_environment(mk, environ);
	for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
		define(definitions[i]);
	buf_init(&out);
}

static void
tear_down(void)
{
	makefile_free(mk);
	fake_host_free(fake);
	buf_release(&out);
}

static const struct {
	const char *text, *result;
} expansions[] = {
	/* references */
	{ "", "" },
	{ "plain", "plain" },
	{ "$(A)${B}$B", "a.c b.c x.oone twoone two" },
	{ "$$ $$$$ a$", "$ $$ a$" },
	{ "$(undefined)|$u|", "||" },
	{ "$($(name))", "a.c b.c x.o" },
	{ "$(A:.c=.o) $(A:%.c=%.h) $($(name):.o=)", "a.o b.o x.o a.h b.h x.o a.c b.c x" },
	{ "$(A:=.z)", "a.c.z b.c.z x.o.z" },
	{ "$(dollar)(A)", "$(A)" },
	{ "x$($(a)lost", "x" },
	{ "$(A(B)C)", "C)" },
	/* arguments */
	{ "$(subst a,b", NULL },
	{ "$(subst $(comma),;,a,b,c)", "a;b;c" },
	{ "$(words (a b))", "2" },
	{ "${words (a b}", "2" },
	{ "$(words)", "" },
	/* text */
	{ "$(subst aa,b,aaaaa)", "bba" },
	{ "$(subst ,x,ab)", "abx" },
	{ "$(patsubst %.c,%.o,a.c  b.h)", "a.o b.h" },
	{ "$(patsubst a%,%,a b)", " b" },
	{ "$(patsubst a%,,b a c)", "b c" },
	{ "$(patsubst \\%x,y,%x x)", "y x" },
	{ "$(patsubst ,x,)", "x" },
	{ "$(strip  a   b )", "a b" },
	{ "[$(findstring b,abc)$(findstring x,abc)]", "[b]" },
	{ "$(filter %.c y,a.c x y)|$(filter-out %.c y,a.c x y)", "a.c y|x" },
	{ "$(filter 1 2 3 4 5 6 7 a% %b c%d,0 7 ax xb cd d)", "7 ax xb cd" },
	{ "$(sort b a c a)", "a b c" },
	{ "$(word 2,a b c)$(word 9,a)", "b" },
	{ "$(wordlist 2,3,a  b   c d)", "b   c" },
	{ "$(firstword a b)$(lastword a b )$(words a b )", "ab2" },
	{ "$(dir a/b c /)|$(notdir a/b c d/)", "a/ ./ /|b c " },
	{ "$(suffix a.b c d.e/f .g)|$(basename a.b c d.e/f .g)", ".b .g|a c d.e/f " },
	{ "$(addprefix -,a b)$(addsuffix +,a b)", "-a -ba+ b+" },
	{ "$(join a b c,1 2)", "a1 b2 c" },
	/* control */
	{ "$(if x,y,z)$(if ,y,z)$(if  ,y)", "yz" },
	{ "$(or ,b,$(error no))$(and a,,$(error no))$(and a,b)", "bb" },
	{ "$(intcmp 2,10,lt,eq,gt)$(intcmp 3,03,lt,eq,gt)$(intcmp -1,-2)", "lteq" },
	{ "$(foreach i,1 2,<$i>)$(origin i)", "<1> <2>undefined" },
	{ "$(let a b,1 2 3,[$a][$b])", "[1][2 3]" },
	{ "$(call pair,x, y)$(call pair)", "<pair|x| y><pair||>" },
	{ "$(call reverse,1 2 3)", " 3 2 1" },
	{ "$(call subst,a,b,aa)$(call or,,c)", "bbc" },
	{ "$(value name)$(flavor A)$(flavor B)$(flavor u)", "Arecursivesimpleundefined" },
	{ "$(origin A) $(origin HOME) $(origin @D) $(origin u)",
	  "file environment automatic undefined" },
	/* files */
	{ "$(wildcard *.c)|$(wildcard b.c a.c no)|$(wildcard */*.c)",
	  "a.c b.c dangling.c|b.c a.c|src/x.c" },
	{ "$(wildcard *)|$(wildcard */)|$(wildcard [!a].c)",
	  "a.c b.c dangling.c src text|src/|b.c" },
	{ "$(abspath a/../b /x//./y ..)", "/fake/b /x/y /" },
	{ "$(realpath a.c none)", "/fake/a.c" },
	{ "$(file <text)|$(file <none)", "one\ntwo|" },
	{ "[$(shell lines)]$(.SHELLSTATUS)$(shell fail)$(.SHELLSTATUS)", "[a b]03" },
	/* variables of make itself */
	{ "$(MAKELEVEL) $(SHELL) $(.SHELLFLAGS) $(MAKE_VERSION)", "2 /bin/sh -c 4.4.1" },
	{ "$(filter A B nothing,$(.VARIABLES))", "A B" },
};

START_TEST(expands)
{
	const char *wanted = expansions[_i].result;
	const char *got = expand(expansions[_i].text);
	if (wanted)
		ck_assert_msg(!mk->error, "%s: %s", expansions[_i].text, mk->error);
	else
		ck_assert_ptr_nonnull(mk->error);
	if (wanted)
		ck_assert_str_eq(got, wanted);
}
END_TEST

/* a tree that is kept gives what a fresh one gives */
START_TEST(expands_kept_trees_alike)
{
	struct buf again = BUF_INIT;
	if (!expansions[_i].result)
		return;
	struct buf line = BUF_INIT;
	buf_addf(&line, "kept = %s", expansions[_i].text);
	struct name const *kept = name_of(mk->names, "kept");
	variable_set(mk, mk->globals, kept, line.data + 7, line.len - 7, ORIGIN_FILE, true, NULL);
	for (int i = 0; i < 6; i++) {
		buf_clear(&again);
		expand_text(mk, NULL, "$(kept)", NULL, &again);
		ck_assert_ptr_null(mk->error);
		ck_assert_str_eq(again.data, expansions[_i].result);
	}
	ck_assert(variable("kept")->parsed || !strchr(expansions[_i].text, '$'));
	buf_release(&again);
	buf_release(&line);
}
END_TEST

static const struct {
	const char *text, *error;
} errors[] = {
	{ "$(A", "unterminated variable reference" },
	{ "$(subst a", "unterminated call to function 'subst': missing ')'" },
	{ "${words a", "unterminated call to function 'words': missing '}'" },
	{ "$(subst a,b)", "insufficient number of arguments (2) to function 'subst'" },
	{ "$(if a)", "insufficient number of arguments (1) to function 'if'" },
	{ "$(word x,a)", "invalid first argument to 'word' function: 'x'" },
	{ "$(word ,a)", "invalid first argument to 'word' function: empty value" },
	{ "$(word 0,a)", "first argument to 'word' function must be greater than 0" },
	{ "$(wordlist 0,1,a)", "invalid first argument to 'wordlist' function: '0'" },
	{ "$(wordlist 1,-1,a)", "invalid second argument to 'wordlist' function: '-1'" },
	{ "$(intcmp a,1)", "non-numeric first argument to 'intcmp' function: 'a'" },
	{ "$(intcmp 1,)", "non-numeric second argument to 'intcmp' function: empty value" },
	{ "$(self)", "Recursive variable 'self' references itself (eventually)" },
	{ "$(ping)", "Recursive variable 'ping' references itself (eventually)" },
	{ "$(call endless)", "expansion nests too deeply" },
	{ "$(error no $(B))$(error other)", "no one two" },
	{ "$(file text)", "file: invalid file operation: text" },
	{ "$(file <)", "file: missing filename" },
	{ "$(file < text,x)", "file: too many arguments" },
};

START_TEST(fails)
{
	struct buf wanted = BUF_INIT;
	buf_addf(&wanted, "Makefile:7: *** %s", errors[_i].error);
	expand(errors[_i].text);
	ck_assert_ptr_nonnull(makefile_error(mk));
	ck_assert_str_eq(makefile_error(mk), wanted.data);
	buf_release(&wanted);
}
END_TEST

START_TEST(does_nothing_after_an_error)
{
	expand("$(error e)$(info i)$(shell lines)$(file >new,x)$(foreach i,1 2,$(warning w))");
	ck_assert_str_eq(fake_host_messages(fake), "");
	ck_assert_ptr_null(fake_host_content(fake, "new"));
}
END_TEST

START_TEST(speaks)
{
	expand("$(info i  j)$(warning $(B))");
	ck_assert_str_eq(fake_host_messages(fake), "info: i  j\nwarning: Makefile:7: one two\n");
}
END_TEST

START_TEST(warns_of_undefined_variables)
{
	mk->options.warn_undefined_variables = true;
	expand("$(u)$(call v)$(origin w)$(u:a=b)$(MAKECMDGOALS)$(if $(B),$($(name)))");
	ck_assert_str_eq(fake_host_messages(fake),
	                 "warning: Makefile:7: warning: undefined variable 'u'\n"
	                 "warning: Makefile:7: warning: undefined variable 'v'\n"
	                 "warning: Makefile:7: warning: undefined variable 'u'\n");
}
END_TEST

START_TEST(writes_files)
{
	expand("$(file >new,a)$(file >>new,b)$(file >empty)");
	ck_assert_str_eq(fake_host_content(fake, "new"), "a\nb\n");
	ck_assert_str_eq(fake_host_content(fake, "empty"), "");
	ck_assert_str_eq(expand("$(wildcard n*)"), "new");
}
END_TEST

START_TEST(sees_new_files_when_told)
{
	ck_assert_str_eq(expand("$(wildcard *.h)"), "");
	fake_host_file(fake, "n.h", "");
	ck_assert_str_eq(expand("$(wildcard *.h)"), "");
	directory_forget(mk);
	ck_assert_str_eq(expand("$(wildcard *.h)"), "n.h");
}
END_TEST

static const struct {
	const char *text, *result;
} inerts[] = {
	{ "$(A) $(subst a,b,$(A))", "a.c b.c x.o b.c b.c x.o" },
	{ "$(shell lines $(B))", "$(shell lines one two)" },
	{ "$(info a,b)$(warning w)$(error e)$(eval x=1)",
	  "$(info a,b)$(warning w)$(error e)$(eval x=1)" },
	{ "$(file >new,$(B))", "$(file >new,one two)" },
	{ "$(foreach i,1 2,$(shell $i))", "$(shell 1) $(shell 2)" },
	{ "a$(self)b", "ab" },
	{ "a$(undefined)$(word x,y)", "a" },
};

START_TEST(expands_without_effects)
{
	ck_assert_str_eq(inert(inerts[_i].text), inerts[_i].result);
	ck_assert_str_eq(fake_host_messages(fake), "");
	ck_assert_ptr_null(fake_host_content(fake, "new"));
	ck_assert_ptr_null(mk->error);
}
END_TEST

static const struct {
	const char *lines[4];
	const char *value, *expanded, *flavor;
} assignments[] = {
	{ { "v = $(B)" }, "$(B)", "one two", "recursive" },
	{ { "v := $(B)" }, "one two", "one two", "simple" },
	{ { "v ::= $(B)" }, "one two", "one two", "simple" },
	{ { "v :::= $(B)$$x" }, "one two$$x", "one two$x", "recursive" },
	{ { "v != lines" }, "a b ", "a b ", "recursive" },
	{ { "v ?= 1", "v ?= 2" }, "1", "1", "recursive" },
	{ { "v = 1", "v += $(B)" }, "1 $(B)", "1 one two", "recursive" },
	{ { "v := 1", "v += $(B)", "v += 3" }, "1 one two 3", "1 one two 3", "simple" },
	{ { "v += $(B)" }, "$(B)", "one two", "recursive" },
	{ { "v :=", "v += x", "v +=" }, "x", "x", "simple" },
	{ { "v = 1", "v := $(v)2" }, "12", "12", "simple" },
};

START_TEST(assigns)
{
	for (size_t i = 0; i < 4 && assignments[_i].lines[i]; i++)
		define(assignments[_i].lines[i]);
	ck_assert_ptr_null(mk->error);
	ck_assert_str_eq(variable("v")->value, assignments[_i].value);
	ck_assert_uint_eq(variable("v")->value_len, strlen(assignments[_i].value));
	ck_assert_str_eq(expand("$(v)"), assignments[_i].expanded);
	ck_assert_str_eq(expand("$(flavor v)"), assignments[_i].flavor);
}
END_TEST

START_TEST(keeps_stronger_definitions)
{
	const struct name *v = name_of(mk->names, "v");
	makefile_define_command_line(mk, "v=strong");
	define("v = weak");
	ck_assert_str_eq(expand("$(v) $(origin v)"), "strong command line");
	variable_undefine(mk, mk->globals, v, ORIGIN_FILE);
	ck_assert_ptr_nonnull(variable("v"));
	variable_assign(mk, mk->globals, v, "more", ORIGIN_OVERRIDE, ASSIGN_APPEND, false, NULL);
	ck_assert_str_eq(expand("$(v) $(origin v)"), "strong more override");
	variable_undefine(mk, mk->globals, v, ORIGIN_OVERRIDE);
	ck_assert_str_eq(expand("$(v)$(origin v)"), "undefined");
	ck_assert(!makefile_define_command_line(mk, "goal"));
}
END_TEST

START_TEST(inherits_in_scopes)
{
	struct scope *outer = scope_new(mk, mk->globals), *inner = scope_new(mk, outer);
	const struct name *v = name_of(mk->names, "v");
	outer->parent_is_target = inner->parent_is_target = true;
	define("v = global");
	variable_assign(mk, outer, v, "outer$(B)", ORIGIN_FILE, ASSIGN_APPEND, true, NULL);
	variable_assign(mk, inner, v, "inner", ORIGIN_FILE, ASSIGN_APPEND, true, NULL);
	buf_clear(&out);
	expand_text(mk, inner, "$(v)", NULL, &out);
	ck_assert_str_eq(out.data, "global outerone two inner");

	variable_find_here(outer, v)->is_private = true;
	buf_clear(&out);
	expand_text(mk, inner, "$(v)", NULL, &out);
	ck_assert_str_eq(out.data, "global inner");
	ck_assert_str_eq(expand("$(v)"), "global");
}
END_TEST

static void
collect(void *arg, const char *name, const char *value)
{
	buf_addf(arg, "%s=%s\n", name, value);
}

START_TEST(exports)
{
	define("plain = 1");
	define("loud = $(B)");
	variable("loud")->exported = EXPORT_YES;
	variable("HOME")->exported = EXPORT_NO;
	makefile_define_command_line(mk, "cmd=$(B)");
	makefile_define_command_line(mk, "not.legal=1");
	buf_clear(&out);
	variable_environment(mk, mk->globals, collect, &out);
	ck_assert_str_eq(out.data, "MAKELEVEL=3\nloud=one two\ncmd=one two\nSHELL=/bin/zsh\n");
}
END_TEST

START_TEST(exports_of_targets)
{
	struct scope *scope = scope_new(mk, mk->globals);
	const struct name *home = name_of(mk->names, "HOME");
	scope->parent_is_target = true;
	variable_assign(mk, scope, home, "/tmp", ORIGIN_FILE, ASSIGN_RECURSIVE, true, NULL);
	buf_clear(&out);
	variable_environment(mk, scope, collect, &out);
	ck_assert_ptr_nonnull(strstr(out.data, "HOME=/tmp\n"));
	variable_find_here(scope, home)->exported = EXPORT_NO;
	buf_clear(&out);
	variable_environment(mk, scope, collect, &out);
	ck_assert_ptr_null(strstr(out.data, "HOME="));
}
END_TEST

static char *
count_arguments(const char *name, unsigned argc, char **argv)
{
	char *text = malloc(100);
	snprintf(text, 100, "%s:%u:%s", name, argc, argc ? argv[0] : "");
	return text;
}

START_TEST(adds_functions)
{
	define("early = $(count $(B),2)");
	for (int i = 0; i < 6; i++)
		ck_assert_str_eq(expand("$(early)"), "");
	function_add(mk, "count", 0, 0, true, count_arguments, NULL);
	function_add(mk, "raw", 0, 1, false, count_arguments, NULL);
	ck_assert_str_eq(expand("$(early)"), "count:2:one two");
	ck_assert_str_eq(expand("$(raw $(B),2)"), "raw:1:$(B),2");
	ck_assert_str_eq(expand("$(call count)"), "count:0:");
	ck_assert_str_eq(inert("$(count $(B))"), "$(count one two)");
	function_add(mk, "no good", 0, 0, true, count_arguments, NULL);
	ck_assert_str_eq(makefile_error(mk), "*** Invalid function name: no good");
}
END_TEST

static const struct {
	const char *line, *name, *value;
	enum assignment op;
} parsed_lines[] = {
	{ "a=b", "a", "b", ASSIGN_RECURSIVE },
	{ "  a  :=  b c ", "a", "b c ", ASSIGN_SIMPLE },
	{ "a::=b", "a", "b", ASSIGN_SIMPLE },
	{ "a:::=b", "a", "b", ASSIGN_IMMEDIATE },
	{ "a+=b", "a", "b", ASSIGN_APPEND },
	{ "a?=b", "a", "b", ASSIGN_CONDITIONAL },
	{ "a!=b", "a", "b", ASSIGN_SHELL },
	{ "$(x y = z) = b", "$(x y = z)", "b", ASSIGN_RECURSIVE },
	{ "a+b=c", "a+b", "c", ASSIGN_RECURSIVE },
	{ "=b", "", "b", ASSIGN_RECURSIVE },
	{ "a: b=c", NULL, NULL, ASSIGN_RECURSIVE },
	{ "a b=c", NULL, NULL, ASSIGN_RECURSIVE },
	{ "a # =c", NULL, NULL, ASSIGN_RECURSIVE },
	{ "a::b=c", NULL, NULL, ASSIGN_RECURSIVE },
	{ "a$", NULL, NULL, ASSIGN_RECURSIVE },
	{ "", NULL, NULL, ASSIGN_RECURSIVE },
};

START_TEST(parses_assignments)
{
	struct assignment_text a;
	const char *line = parsed_lines[_i].line;
	bool is_one = assignment_parse(line, strlen(line), &a);
	ck_assert_int_eq(is_one, parsed_lines[_i].name != NULL);
	if (!is_one)
		return;
	ck_assert_int_eq(a.assignment, parsed_lines[_i].op);
	ck_assert_uint_eq(a.name_len, strlen(parsed_lines[_i].name));
	ck_assert_mem_eq(a.name, parsed_lines[_i].name, a.name_len);
	ck_assert_str_eq(a.value, parsed_lines[_i].value);
}
END_TEST

#define COUNT(table) (int)(sizeof table / sizeof *table)

static Suite *
expand_suite(void)
{
	Suite *suite = suite_create("parser/expand");
	TCase *tc = tcase_create("expand");
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, expands, 0, COUNT(expansions));
	tcase_add_loop_test(tc, expands_kept_trees_alike, 0, COUNT(expansions));
	tcase_add_loop_test(tc, fails, 0, COUNT(errors));
	tcase_add_loop_test(tc, expands_without_effects, 0, COUNT(inerts));
	tcase_add_loop_test(tc, assigns, 0, COUNT(assignments));
	tcase_add_loop_test(tc, parses_assignments, 0, COUNT(parsed_lines));
	tcase_add_test(tc, does_nothing_after_an_error);
	tcase_add_test(tc, speaks);
	tcase_add_test(tc, warns_of_undefined_variables);
	tcase_add_test(tc, writes_files);
	tcase_add_test(tc, sees_new_files_when_told);
	tcase_add_test(tc, keeps_stronger_definitions);
	tcase_add_test(tc, inherits_in_scopes);
	tcase_add_test(tc, exports);
	tcase_add_test(tc, exports_of_targets);
	tcase_add_test(tc, adds_functions);
	suite_add_tcase(suite, tc);
	return suite;
}

int
main(void)
{
	SRunner *runner = srunner_create(expand_suite());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
