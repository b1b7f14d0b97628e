/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/special.h"

#include <string.h>

#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"

/* the defaults of POSIX, as GNU make words them */
static void
begin_posix(struct makefile *mk)
{
	static const struct {
		const char *name, *value;
	} defaults[] = {
		{ ".SHELLFLAGS", "-ec" }, { "CC", "c99" },          { "CFLAGS", "-O1" },
		{ "FC", "fort77" },       { "FFLAGS", "-O1" },      { "SCCSGETFLAGS", "-s" },
		{ "ARFLAGS", "-rvU" },
	};
	mk->rules.posix = true;
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
		variable_set(mk, mk->globals, name_of(mk->names, defaults[i].name),
		             defaults[i].value, strlen(defaults[i].value), ORIGIN_DEFAULT, false,
		             NULL);
}

static enum special_kind
special_kind_of(const struct name *name)
{
	const struct special *s = name->text[0] == '.' ? special_find(name->text, name->len) : NULL;

	return s ? s->kind : SPECIAL_NONE;
}

bool
special_begin(struct makefile *mk, const struct name *name)
{
	struct rules *rules = &mk->rules;
	bool *flag;

	switch (special_kind_of(name)) {
	case SPECIAL_POSIX:
		if (!rules->posix)
			begin_posix(mk);
		return true;
	case SPECIAL_SECONDEXPANSION:
		flag = &rules->second_expansion;
		break;
	case SPECIAL_ONESHELL:
		flag = &rules->one_shell;
		break;
	default:
		return false;
	}
	*flag = true;
	return true;
}

static void
add_names(struct names_list *list, const struct prerequisites *prerequisites)
{
	for (size_t i = 0; i < prerequisites->count; i++)
		vec_push(list, prerequisites->at[i].name);
}

/* a rule with a recipe would put its suffixes first, as any rule its prerequisites */
static void
change_suffixes(struct rules *rules, const struct rule *rule)
{
	rules->has_builtin_suffixes = false;
	if (rule->prerequisites.count == 0 && !rule->unexpanded) {
		rules->suffixes.count = 0;
		return;
	}
	struct names_list old = rules->suffixes;
	if (rule->recipe)
		rules->suffixes = (struct names_list){ 0 };
	add_names(&rules->suffixes, &rule->prerequisites);
	if (!rule->recipe)
		return;
	for (size_t i = 0; i < old.count; i++)
		vec_push(&rules->suffixes, old.at[i]);
	vec_release(&old);
}

static void
warn_wait(struct makefile *mk, const struct rule *rule, const struct loc *loc)
{
	struct rules *rules = &mk->rules;

	if (rule->prerequisites.count && !rules->warned_wait_prerequisites) {
		makefile_warn(mk, loc, ".WAIT should not have prerequisites");
		rules->warned_wait_prerequisites = true;
	}
	if (rule->recipe && !rules->warned_wait_recipe) {
		makefile_warn(mk, loc, ".WAIT should not have commands");
		rules->warned_wait_recipe = true;
	}
}

void
special_rule(struct makefile *mk, struct target *t, const struct rule *rule, const struct loc *loc)
{
	switch (special_kind_of(t->name)) {
	case SPECIAL_SUFFIXES:
		change_suffixes(&mk->rules, rule);
		break;
	case SPECIAL_WAIT:
		warn_wait(mk, rule, loc);
		break;
	default:
		break;
	}
}

/* what a special target does to all, without prerequisites, and to one that it names */
struct effect {
	enum special_kind kind;
	bool *all; /* or NULL: without prerequisites it does nothing */
};

static void
mark(struct makefile *mk, enum special_kind kind, struct target *t)
{
	bool intermediate = kind == SPECIAL_INTERMEDIATE || kind == SPECIAL_SECONDARY;

	if (intermediate && t->is_notintermediate) {
		makefile_fail(mk, NULL, "%s cannot be both .NOTINTERMEDIATE and %s", t->name->text,
		              kind == SPECIAL_SECONDARY ? ".SECONDARY" : ".INTERMEDIATE");
		return;
	}
	t->is_precious |= kind == SPECIAL_PRECIOUS;
	t->is_low_resolution |= kind == SPECIAL_LOW_RESOLUTION_TIME;
	t->is_phony |= kind == SPECIAL_PHONY;
	t->is_target |= kind == SPECIAL_PHONY;
	t->is_notintermediate |= kind == SPECIAL_NOTINTERMEDIATE;
	t->is_intermediate |= intermediate;
	t->is_secondary |= kind == SPECIAL_SECONDARY;
	t->is_ignore |= kind == SPECIAL_IGNORE;
	t->is_silent |= kind == SPECIAL_SILENT;
	t->is_wait_all |= kind == SPECIAL_NOTPARALLEL;
}

/* the rules of a :: target each count for themselves, else they are one */
static void
finish_target(struct makefile *mk, const struct target *special, const struct effect *effect)
{
	size_t named = 0;

	for (size_t i = 0; i < special->rules.count; i++) {
		const struct rule *r = special->rules.at[i];
		for (size_t j = 0; j < r->prerequisites.count; j++)
			mark(mk, effect->kind, target_of(mk, r->prerequisites.at[j].name));
		if (special->is_double_colon && effect->all && r->prerequisites.count == 0)
			*effect->all = true;
		named += r->prerequisites.count + (r->unexpanded != NULL);
	}
	if (effect->all && named == 0)
		*effect->all = true;
}

static void
collect(struct makefile *mk, const char *special, struct names_list *out)
{
	const struct target *t = target_find(mk, name_of(mk->names, special));

	for (size_t i = 0; t && i < t->rules.count; i++)
		add_names(out, &t->rules.at[i]->prerequisites);
}

static bool
is_given(struct makefile *mk, const char *special)
{
	const struct target *t = target_find(mk, name_of(mk->names, special));

	return t && t->is_target;
}

void
specials_finish(struct makefile *mk)
{
	struct rules *rules = &mk->rules;
	const struct {
		const char *name;
		struct effect effect;
	} table[] = {
		{ ".PRECIOUS", { SPECIAL_PRECIOUS, NULL } },
		{ ".LOW_RESOLUTION_TIME", { SPECIAL_LOW_RESOLUTION_TIME, NULL } },
		{ ".PHONY", { SPECIAL_PHONY, NULL } },
		{ ".NOTINTERMEDIATE",
		  { SPECIAL_NOTINTERMEDIATE, &rules->all_notintermediate } },
		{ ".INTERMEDIATE", { SPECIAL_INTERMEDIATE, NULL } },
		{ ".SECONDARY", { SPECIAL_SECONDARY, &rules->all_secondary } },
		{ ".IGNORE", { SPECIAL_IGNORE, &rules->all_ignore } },
		{ ".SILENT", { SPECIAL_SILENT, &rules->all_silent } },
		{ ".NOTPARALLEL", { SPECIAL_NOTPARALLEL, &rules->not_parallel } },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct name *name = name_of(mk->names, table[i].name);
		const struct target *t = target_find(mk, name);
		if (t && t->is_target)
			finish_target(mk, t, &table[i].effect);
	}
	if (rules->all_notintermediate && rules->all_secondary)
		makefile_fail(mk, NULL, ".NOTINTERMEDIATE and .SECONDARY are mutually exclusive");
	rules->export_all |= is_given(mk, ".EXPORT_ALL_VARIABLES");
	rules->delete_on_error = is_given(mk, ".DELETE_ON_ERROR");
	collect(mk, ".TMAKE_STATE", &rules->tmake_state);
	collect(mk, ".TMAKE_AMBIENT", &rules->tmake_ambient);
	rules->default_target = target_find(mk, name_of(mk->names, ".DEFAULT"));
}
