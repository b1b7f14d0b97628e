/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/target_scope.h"

#include <stdlib.h>
#include <string.h>

#include "parser/assignment.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/statement.h"
#include "parser/variable.h"

static const struct name *
expand_name(struct makefile *mk, struct scope *scope, const struct assignment_text *a,
            const struct loc *loc)
{
	if (!memchr(a->name, '$', a->name_len))
		return name_intern(mk->names, a->name, a->name_len);
	cleanup_buf struct buf name = BUF_INIT;
	expand_text_n(mk, scope, a->name, a->name_len, loc, &name);
	return name_intern(mk->names, name.data, name.len);
}

/* the command line's or -e's setting of the variable, which no target-specific one replaces */
static struct variable *
stronger_global(struct makefile *mk, const struct name *name, enum origin origin)
{
	struct variable *v = origin == ORIGIN_OVERRIDE ? NULL : variable_find(mk, mk->scope, name);
	bool is_strong = v && (v->origin == ORIGIN_ENVIRONMENT_OVERRIDE ||
	                       v->origin == ORIGIN_COMMAND_LINE);

	return is_strong ? v : NULL;
}

static enum export_mode
export_of(enum export_mode wanted, enum export_mode now)
{
	return wanted == EXPORT_DEFAULT ? now : wanted;
}

static void
pattern_assign(struct makefile *mk, const struct target_pattern *pattern,
               const struct assignment_text *a, const struct modifiers *m, const struct loc *loc)
{
	struct pattern_setting *s = arena_alloc(mk->arena, sizeof *s);
	cleanup_buf struct buf value = BUF_INIT;

	*s = (struct pattern_setting){
		.pattern = *pattern,
		.order = mk->rules.settings.count,
		.name = expand_name(mk, mk->scope, a, loc),
		.origin = m->is_override ? ORIGIN_OVERRIDE : ORIGIN_FILE,
		.assignment = a->assignment,
		.exported = m->exported,
		.is_private = m->is_private,
		.loc = *loc,
	};
	if (s->name->len == 0)
		makefile_fail(mk, loc, "empty variable name");
	if (a->assignment == ASSIGN_SIMPLE)
		expand_text_n(mk, mk->scope, a->value, a->value_len, loc, &value);
	else
		buf_add(&value, a->value, a->value_len);
	struct variable *strong = stronger_global(mk, s->name, s->origin);
	if (strong) {
		s->origin = strong->origin;
		buf_clear(&value);
		buf_add(&value, strong->value, strong->value_len);
	}
	s->value = arena_dup(mk->arena, value.data, value.len);
	s->value_len = value.len;
	vec_push(&mk->rules.settings, s);
	mk->rules.settings_unsorted = true;
}

static struct scope *
own_scope(struct makefile *mk, struct target *t)
{
	if (!t->scope) {
		t->scope = scope_new(mk, mk->globals);
		t->scope->parent_is_target = true;
	}
	return t->scope;
}

void
target_assign(struct makefile *mk, const struct name *target, const struct assignment_text *a,
              const struct modifiers *m, const struct loc *loc)
{
	struct target_pattern pattern;

	if (target_pattern_of(mk, target, &pattern)) {
		pattern_assign(mk, &pattern, a, m, loc);
		return;
	}
	struct target *t = target_find(mk, pattern.name);
	struct scope *scope = own_scope(mk, t ? t : target_of(mk, pattern.name));
	const struct name *name = expand_name(mk, scope, a, loc);
	if (name->len == 0) {
		makefile_fail(mk, loc, "empty variable name");
		return;
	}
	enum origin origin = m->is_override ? ORIGIN_OVERRIDE : ORIGIN_FILE;
	struct variable *v =
		variable_assign(mk, scope, name, a->value, origin, a->assignment, true, loc);
	v->is_per_target = true;
	v->is_private = m->is_private;
	v->exported = export_of(m->exported, v->exported);
	struct variable *strong = stronger_global(mk, name, v->origin);
	if (!strong || strong == v)
		return;
	v = variable_set(mk, scope, name, strong->value, strong->value_len, strong->origin,
	                 strong->is_recursive, loc);
	v->is_append = false;
}

/* shortest patterns first, so that the most specific one is made last */
static int
compare_settings(const void *a, const void *b)
{
	const struct pattern_setting *x = *(struct pattern_setting *const *)a;
	const struct pattern_setting *y = *(struct pattern_setting *const *)b;

	if (x->pattern.name->len != y->pattern.name->len)
		return x->pattern.name->len < y->pattern.name->len ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

void
target_settings_sort(struct rules *rules)
{
	if (!rules->settings_unsorted)
		return;
	qsort(rules->settings.at, rules->settings.count, sizeof *rules->settings.at,
	      compare_settings);
	rules->settings_unsorted = false;
}

static void
apply(struct makefile *mk, struct scope *scope, const struct pattern_setting *s)
{
	struct variable *v;

	if (s->assignment == ASSIGN_SIMPLE)
		v = variable_set(mk, scope, s->name, s->value, s->value_len, s->origin, false,
		                 &s->loc);
	else
		v = variable_assign(mk, scope, s->name, s->value, s->origin, s->assignment, true,
		                    &s->loc);
	v->is_per_target = true;
	v->exported = s->exported;
	v->is_private = s->is_private;
}

static void
search_settings(struct makefile *mk, struct target *t)
{
	struct rules *rules = &mk->rules;
	const char *stem;
	size_t stem_len;

	target_settings_sort(rules);
	for (size_t i = 0; i < rules->settings.count; i++) {
		const struct pattern_setting *s = rules->settings.at[i];
		if (s->pattern.name->len > t->name->len)
			break; /* here a stem has at least one character */
		if (!target_pattern_match(&s->pattern, t->name, &stem, &stem_len))
			continue;
		if (!t->pattern_scope)
			t->pattern_scope = scope_new(mk, mk->globals);
		apply(mk, t->pattern_scope, s);
	}
}

struct scope *
target_scope(struct makefile *mk, struct target *t, struct scope *parent)
{
	struct scope *own = own_scope(mk, t);

	if (!t->is_pattern_searched) {
		t->is_pattern_searched = true;
		search_settings(mk, t);
	}
	own->parent = t->pattern_scope ? t->pattern_scope : parent;
	own->parent_is_target = !t->pattern_scope;
	if (t->pattern_scope) {
		t->pattern_scope->parent = parent;
		t->pattern_scope->parent_is_target = true;
	}
	return own;
}
