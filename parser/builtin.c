/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/builtin.h"

#include <string.h>

#include "parser/base/name.h"
#include "parser/base/buf.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"
#include "parser/words.h"

struct builtin_variable {
	const char *name, *value;
};
struct builtin_suffix_rule {
	const char *target, *recipe;
};
struct builtin_pattern_rule {
	const char *target, *prerequisites, *recipe;
	bool is_terminal;
};

static const struct builtin_variable variables[] = {
	{ ".LIBPATTERNS", "lib%.so lib%.a" },
	{ "AR", "ar" },
	{ "ARFLAGS", "-rv" },
	{ "AS", "as" },
	{ "CC", "cc" },
	{ "CHECKOUT,v", "+$(if $(wildcard $@),,$(CO) $(COFLAGS) $< $@)" },
	{ "CO", "co" },
	{ "COFLAGS", "" },
	{ "COMPILE.C", "$(COMPILE.cc)" },
	{ "COMPILE.c", "$(CC) $(CFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.cc", "$(CXX) $(CXXFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.cpp", "$(COMPILE.cc)" },
	{ "COMPILE.def", "$(M2C) $(M2FLAGS) $(DEFFLAGS) $(TARGET_ARCH)" },
	{ "COMPILE.F", "$(FC) $(FFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.f", "$(FC) $(FFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.m", "$(OBJC) $(OBJCFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.mod", "$(M2C) $(M2FLAGS) $(MODFLAGS) $(TARGET_ARCH)" },
	{ "COMPILE.p", "$(PC) $(PFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.r", "$(FC) $(FFLAGS) $(RFLAGS) $(TARGET_ARCH) -c" },
	{ "COMPILE.S", "$(CC) $(ASFLAGS) $(CPPFLAGS) $(TARGET_MACH) -c" },
	{ "COMPILE.s", "$(AS) $(ASFLAGS) $(TARGET_MACH)" },
	{ "CPP", "$(CC) -E" },
	{ "CTANGLE", "ctangle" },
	{ "CWEAVE", "cweave" },
	{ "CXX", "g++" },
	{ "F77", "$(FC)" },
	{ "F77FLAGS", "$(FFLAGS)" },
	{ "FC", "f77" },
	{ "GET", "get" },
	{ "GNUMAKEFLAGS", "" },
	{ "LD", "ld" },
	{ "LEX", "lex" },
	{ "LEX.l", "$(LEX) $(LFLAGS) -t" },
	{ "LEX.m", "$(LEX) $(LFLAGS) -t" },
	{ "LINK.C", "$(LINK.cc)" },
	{ "LINK.c", "$(CC) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.cc", "$(CXX) $(CXXFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.cpp", "$(LINK.cc)" },
	{ "LINK.F", "$(FC) $(FFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.f", "$(FC) $(FFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.m", "$(OBJC) $(OBJCFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.o", "$(CC) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.p", "$(PC) $(PFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.r", "$(FC) $(FFLAGS) $(RFLAGS) $(LDFLAGS) $(TARGET_ARCH)" },
	{ "LINK.S", "$(CC) $(ASFLAGS) $(CPPFLAGS) $(LDFLAGS) $(TARGET_MACH)" },
	{ "LINK.s", "$(CC) $(ASFLAGS) $(LDFLAGS) $(TARGET_MACH)" },
	{ "LINT", "lint" },
	{ "LINT.c", "$(LINT) $(LINTFLAGS) $(CPPFLAGS) $(TARGET_ARCH)" },
	{ "M2C", "m2c" },
	{ "MAKEINFO", "makeinfo" },
	{ "OBJC", "cc" },
	{ "OUTPUT_OPTION", "-o $@" },
	{ "PC", "pc" },
	{ "PREPROCESS.F", "$(FC) $(FFLAGS) $(CPPFLAGS) $(TARGET_ARCH) -F" },
	{ "PREPROCESS.r", "$(FC) $(FFLAGS) $(RFLAGS) $(TARGET_ARCH) -F" },
	{ "PREPROCESS.S", "$(CPP) $(CPPFLAGS)" },
	{ "RM", "rm -f" },
	{ "TANGLE", "tangle" },
	{ "TEX", "tex" },
	{ "TEXI2DVI", "texi2dvi" },
	{ "WEAVE", "weave" },
	{ "YACC", "yacc" },
	{ "YACC.m", "$(YACC) $(YFLAGS)" },
	{ "YACC.y", "$(YACC) $(YFLAGS)" },
};

static const char suffixes[] =
	".out .a .ln .o .c .cc .C .cpp .p .f .F .m .r .y .l .ym .yl .s .S .mod .sym .def .h "
	".info .dvi .tex .texinfo .texi .txinfo .w .ch .web .sh .elc .el";

static const struct builtin_suffix_rule suffix_rules[] = {
	{ ".o", "$(LINK.o) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".c", "$(LINK.c) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".c.ln", "$(LINT.c) -C$* $<\n" },
	{ ".c.o", "$(COMPILE.c) $(OUTPUT_OPTION) $<\n" },
	{ ".cc", "$(LINK.cc) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".cc.o", "$(COMPILE.cc) $(OUTPUT_OPTION) $<\n" },
	{ ".C", "$(LINK.C) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".C.o", "$(COMPILE.C) $(OUTPUT_OPTION) $<\n" },
	{ ".cpp", "$(LINK.cpp) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".cpp.o", "$(COMPILE.cpp) $(OUTPUT_OPTION) $<\n" },
	{ ".p", "$(LINK.p) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".p.o", "$(COMPILE.p) $(OUTPUT_OPTION) $<\n" },
	{ ".f", "$(LINK.f) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".f.o", "$(COMPILE.f) $(OUTPUT_OPTION) $<\n" },
	{ ".F", "$(LINK.F) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".F.o", "$(COMPILE.F) $(OUTPUT_OPTION) $<\n" },
	{ ".F.f", "$(PREPROCESS.F) $(OUTPUT_OPTION) $<\n" },
	{ ".m", "$(LINK.m) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".m.o", "$(COMPILE.m) $(OUTPUT_OPTION) $<\n" },
	{ ".r", "$(LINK.r) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".r.o", "$(COMPILE.r) $(OUTPUT_OPTION) $<\n" },
	{ ".r.f", "$(PREPROCESS.r) $(OUTPUT_OPTION) $<\n" },
	{ ".y.ln", "$(YACC.y) $< \n $(LINT.c) -C$* y.tab.c \n $(RM) y.tab.c\n" },
	{ ".y.c", "$(YACC.y) $< \n mv -f y.tab.c $@\n" },
	{ ".l.ln", "@$(RM) $*.c\n $(LEX.l) $< > $*.c\n$(LINT.c) -i $*.c -o $@\n $(RM) $*.c\n" },
	{ ".l.c", "@$(RM) $@ \n $(LEX.l) $< > $@\n" },
	{ ".l.r", "$(LEX.l) $< > $@ \n mv -f lex.yy.r $@\n" },
	{ ".ym.m", "$(YACC.m) $< \n mv -f y.tab.c $@\n" },
	{ ".s", "$(LINK.s) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".s.o", "$(COMPILE.s) -o $@ $<\n" },
	{ ".S", "$(LINK.S) $^ $(LOADLIBES) $(LDLIBS) -o $@\n" },
	{ ".S.o", "$(COMPILE.S) -o $@ $<\n" },
	{ ".S.s", "$(PREPROCESS.S) $< > $@\n" },
	{ ".mod", "$(COMPILE.mod) -o $@ -e $@ $^\n" },
	{ ".mod.o", "$(COMPILE.mod) -o $@ $<\n" },
	{ ".def.sym", "$(COMPILE.def) -o $@ $<\n" },
	{ ".tex.dvi", "$(TEX) $<\n" },
	{ ".texinfo.info", "$(MAKEINFO) $(MAKEINFO_FLAGS) $< -o $@\n" },
	{ ".texinfo.dvi", "$(TEXI2DVI) $(TEXI2DVI_FLAGS) $<\n" },
	{ ".texi.info", "$(MAKEINFO) $(MAKEINFO_FLAGS) $< -o $@\n" },
	{ ".texi.dvi", "$(TEXI2DVI) $(TEXI2DVI_FLAGS) $<\n" },
	{ ".txinfo.info", "$(MAKEINFO) $(MAKEINFO_FLAGS) $< -o $@\n" },
	{ ".txinfo.dvi", "$(TEXI2DVI) $(TEXI2DVI_FLAGS) $<\n" },
	{ ".w.c", "$(CTANGLE) $< - $@\n" },
	{ ".w.tex", "$(CWEAVE) $< - $@\n" },
	{ ".web.p", "$(TANGLE) $<\n" },
	{ ".web.tex", "$(WEAVE) $<\n" },
	{ ".sh", "cat $< >$@ \n chmod a+x $@\n" },
	{ ".lm.m", "@$(RM) $@ \n $(LEX.m) $< > $@\n" },
};

static const struct builtin_pattern_rule pattern_rules[] = {
	{ "(%)", "%", "$(AR) $(ARFLAGS) $@ $<\n", false },
	{ "%.out", "%", "@rm -f $@ \n cp $< $@\n", false },
	{ "%.c", "%.w %.ch", "$(CTANGLE) $^ $@\n", false },
	{ "%.tex", "%.w %.ch", "$(CWEAVE) $^ $@\n", false },
	{ "%", "%,v", "$(CHECKOUT,v)\n", true },
	{ "%", "RCS/%,v", "$(CHECKOUT,v)\n", true },
	{ "%", "RCS/%", "$(CHECKOUT,v)\n", true },
	{ "%", "s.%", "$(GET) $(GFLAGS) $(SCCS_OUTPUT_OPTION) $<\n", true },
	{ "%", "SCCS/s.%", "$(GET) $(GFLAGS) $(SCCS_OUTPUT_OPTION) $<\n", true },
};
static const char features[] =
	"target-specific order-only second-expansion else-if shortest-stem undefine oneshell "
	"nocomment grouped-target extra-prereqs notintermediate shell-export archives jobserver "
	"jobserver-fifo output-sync check-symlink load";

enum { RECIPE_PREFIX = '\t' };
#define COUNT(table) (sizeof(table) / sizeof *(table))

static void
define(struct makefile *mk, const char *name, const char *value, bool recursive)
{
	variable_set(mk, mk->globals, name_of(mk->names, name), value, strlen(value),
	             ORIGIN_DEFAULT, recursive, NULL);
}

void
makefile_define_include_dirs(struct makefile *mk)
{
	cleanup_buf struct buf text = BUF_INIT;

	for (const char *const *d = mk->options.include_dirs; d && *d; d++) {
		if (text.len)
			buf_addc(&text, ' ');
		buf_adds(&text, *d);
	}
	define(mk, ".INCLUDE_DIRS", text.data, false);
}

static void
define_suffixes(struct makefile *mk)
{
	struct target *t = target_of(mk, name_of(mk->names, ".SUFFIXES"));

	t->is_builtin = true;
	mk->rules.has_builtin_suffixes = true;
	define(mk, "SUFFIXES", mk->options.no_builtin_rules ? "" : suffixes, false);
	if (mk->options.no_builtin_rules)
		return;
	for (struct words w = words_in(suffixes, sizeof suffixes - 1); words_next(&w);) {
		const struct name *name = name_intern(mk->names, w.word, w.len);
		target_of(mk, name)->is_builtin = true;
		vec_push(&mk->rules.suffixes, name);
	}
}

void
makefile_define_builtins(struct makefile *mk)
{
	mk->options.no_builtin_rules |= mk->options.no_builtin_variables;
	define_suffixes(mk);
	target_of(mk, name_of(mk->names, ".DEFAULT"));
	if (!mk->options.no_builtin_variables)
		for (size_t i = 0; i < COUNT(variables); i++)
			define(mk, variables[i].name, variables[i].value, true);
	mk->rules.has_builtin_variables = !mk->options.no_builtin_variables;
	define(mk, ".FEATURES", features, false);
	makefile_define_include_dirs(mk);
}

void
builtin_withdraw(struct makefile *mk)
{
	const struct name *name = name_of(mk->names, "SUFFIXES");

	mk->options.no_builtin_rules |= mk->options.no_builtin_variables;
	if (mk->options.no_builtin_rules) {
		if (mk->rules.has_builtin_suffixes)
			mk->rules.suffixes.count = 0;
		variable_set(mk, mk->globals, name, "", 0, ORIGIN_DEFAULT, false, NULL);
	}
	if (!mk->options.no_builtin_variables || !mk->rules.has_builtin_variables)
		return;
	for (size_t i = 0; i < COUNT(variables); i++)
		variable_undefine(mk, mk->globals, name_of(mk->names, variables[i].name),
		                  ORIGIN_DEFAULT);
}

static struct recipe *
builtin_recipe(struct makefile *mk, const char *text)
{
	return recipe_new(mk, text, strlen(text), RECIPE_PREFIX, NULL);
}

void
builtin_add_suffix_rules(struct makefile *mk)
{
	for (size_t i = 0; i < COUNT(suffix_rules) && !mk->options.no_builtin_rules; i++) {
		struct target *t = target_of(mk, name_of(mk->names, suffix_rules[i].target));
		if (t->recipe || t->is_double_colon)
			continue;
		t->recipe = builtin_recipe(mk, suffix_rules[i].recipe);
		t->is_builtin = true;
	}
}

static void
add_pattern_rule(struct makefile *mk, const struct builtin_pattern_rule *b)
{
	struct pattern_rule *rule = pattern_rule_new(mk);
	struct target_pattern target;

	target_pattern_of(mk, name_of(mk->names, b->target), &target);
	vec_push(&rule->targets, target);
	for (struct words w = words_in(b->prerequisites, strlen(b->prerequisites));
	     words_next(&w);) {
		struct prerequisite p = { .name = name_intern(mk->names, w.word, w.len) };
		vec_push(&rule->prerequisites, p);
	}
	rule->is_terminal = b->is_terminal;
	rule->recipe = builtin_recipe(mk, b->recipe);
	pattern_rule_add(&mk->rules, rule, false);
}

void
builtin_add_pattern_rules(struct makefile *mk)
{
	for (size_t i = 0; i < COUNT(pattern_rules) && !mk->options.no_builtin_rules; i++)
		add_pattern_rule(mk, &pattern_rules[i]);
}
