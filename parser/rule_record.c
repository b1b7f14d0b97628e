/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule_record.c - a rule that has been read with its recipe goes into the model. */
#include "parser/evaluation.h"

#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/quote.h"
#include "parser/special.h"
#include "parser/words.h"

/* a rule on its way into the model */
struct record {
	struct makefile *mk;
	struct pending_rule *pending;
	struct recipe *recipe;     /* or NULL */
	const char *unexpanded;    /* second expansion, or NULL */
	bool is_static;
	struct target_pattern static_pattern;
	struct group *group;       /* or NULL */
};

static struct target_pattern
unquoted(struct makefile *mk, const struct name *name, bool *is_pattern)
{
	struct target_pattern p;

	*is_pattern = target_pattern_of(mk, name, &p);
	return p;
}

/* for second expansion: the first % of each word stands for the stem */
static const char *
percent_to_stem(struct makefile *mk, const char *text)
{
	cleanup_buf struct buf out = BUF_INIT;
	const char *end = text + strlen(text), *copied = text;
	const char *p = memchr(text, '%', (size_t)(end - text));

	while (p) {
		buf_add(&out, copied, (size_t)(p - copied));
		buf_adds(&out, "$*");
		copied = p + 1;
		p = skip_word(copied, end);
		p = memchr(p, '%', (size_t)(end - p));
	}
	buf_add(&out, copied, (size_t)(end - copied));
	return arena_dup(mk->arena, out.data, out.len);
}

/* the prerequisites as names, or under second expansion as text; explicit ones become targets */
static void
split_prerequisites(struct record *r, bool is_implicit)
{
	struct makefile *mk = r->mk;
	char *text = r->pending->prerequisites;
	struct prerequisites *split = &r->pending->split;

	split->count = 0;
	if (!*text)
		return;
	quote_remove(text, ':');
	if (mk->rules.second_expansion && strchr(text, '$')) {
		r->unexpanded = r->is_static ? percent_to_stem(mk, text)
		                             : arena_dup(mk->arena, text, strlen(text));
		return;
	}
	prerequisites_split(mk, text, split);
	for (size_t i = 0; i < split->count && !r->is_static && !is_implicit; i++)
		target_of(mk, split->at[i].name)->is_explicit = true;
}

static void
copy_prerequisites(struct makefile *mk, struct prerequisites *to,
                   const struct prerequisites *from)
{
	if (from->count == 0)
		return;
	to->at = arena_alloc(mk->arena, from->count * sizeof *to->at);
	to->count = to->room = from->count;
	memcpy(to->at, from->at, from->count * sizeof *to->at);
}

/* the pattern's % replaced by the stem; NULL where nothing remains */
static const struct name *
apply_stem(struct makefile *mk, const struct target_pattern *p, const struct name *stem)
{
	cleanup_buf struct buf text = BUF_INIT;

	buf_add(&text, p->name->text, p->percent);
	buf_add(&text, stem->text, stem->len);
	buf_add(&text, p->name->text + p->percent + 1, p->name->len - p->percent - 1);
	return text.len ? name_intern(mk->names, text.data, text.len) : NULL;
}

static void
add_static_prerequisites(struct record *r, struct rule *rule)
{
	struct prerequisites *split = &r->pending->split;

	rule->prerequisites.room = split->count;
	rule->prerequisites.at =
		arena_alloc(r->mk->arena, split->count * sizeof *rule->prerequisites.at);
	for (size_t i = 0; i < split->count; i++) {
		struct prerequisite p = split->at[i];
		bool is_pattern;
		struct target_pattern pattern = unquoted(r->mk, p.name, &is_pattern);
		if (is_pattern)
			p.name = apply_stem(r->mk, &pattern, rule->stem);
		if (!p.name)
			continue;
		target_of(r->mk, p.name);
		rule->prerequisites.at[rule->prerequisites.count++] = p;
	}
}

/* stem and prerequisites of one target of a static pattern rule */
static void
add_static(struct record *r, struct rule *rule, const struct name *target)
{
	const char *stem = target->text;
	size_t len = target->len;

	if (!target_pattern_match(&r->static_pattern, target, &stem, &len)) {
		makefile_warn(r->mk, &r->pending->loc,
		              "target '%s' doesn't match the target pattern", target->text);
		rule->stem = target;
		rule->unexpanded = NULL;
		return;
	}
	rule->stem = name_intern(r->mk->names, stem, len);
	if (!rule->unexpanded)
		add_static_prerequisites(r, rule);
}

static void
warn_override(struct record *r, const struct target *t)
{
	struct makefile *mk = r->mk;

	if (!r->recipe || !t->recipe)
		return;
	if (r->recipe == t->recipe) {
		makefile_warn(mk, &r->pending->loc,
		              "target '%s' given more than once in the same rule", t->name->text);
	} else if (t->is_target) {
		makefile_warn(mk, &r->recipe->loc, "warning: overriding recipe for target '%s'",
		              t->name->text);
		makefile_warn(mk, &t->recipe->loc, "warning: ignoring old recipe for target '%s'",
		              t->name->text);
	}
}

static bool
is_empty(const struct rule *rule)
{
	return rule->prerequisites.count == 0 && !rule->unexpanded && !rule->recipe;
}

/* the rule with the recipe stands first: no other has one */
static void
replace_recipe(struct target *t, struct recipe *recipe)
{
	if (t->rules.count)
		t->rules.at[0]->recipe = NULL;
	t->recipe = recipe;
}

/* at the end or the beginning; most targets have one */
static void
add_rule(struct makefile *mk, struct target *t, const struct rule *rule, bool first)
{
	struct rule *copy = arena_alloc(mk->arena, sizeof *copy);
	struct rule **at = t->rules.at;

	*copy = *rule;
	if (t->rules.count == t->rules.room) {
		t->rules.room = t->rules.room * 2 + 1;
		t->rules.at = arena_alloc(mk->arena, t->rules.room * sizeof *at);
		if (at)
			memcpy(t->rules.at, at, t->rules.count * sizeof *at);
		at = t->rules.at;
	}
	if (first)
		memmove(at + 1, at, t->rules.count * sizeof *at);
	at[first ? 0 : t->rules.count] = copy;
	t->rules.count++;
}

static void
join_single(struct record *r, struct target *t, const struct rule *rule)
{
	warn_override(r, t);
	if (is_empty(rule) && strcmp(t->name->text, ".DEFAULT") == 0)
		replace_recipe(t, NULL);
	if (rule->recipe)
		replace_recipe(t, rule->recipe);
	if (!is_empty(rule))
		add_rule(r->mk, t, rule, rule->recipe != NULL);
	if (rule->stem)
		t->stem = rule->stem;
	t->is_explicit = true;
}

static void
join_group(struct record *r, struct target *t)
{
	if (!r->group)
		return;
	if (!r->pending->is_double_colon) {
		if (t->group)
			makefile_warn(r->mk, &r->recipe->loc,
			              "warning: overriding group membership for target '%s'",
			              t->name->text);
		t->group = r->group;
	}
	vec_push(r->group, t);
}

static void
record_target(struct record *r, const struct name *name)
{
	struct makefile *mk = r->mk;
	struct rule rule = {
		.loc = r->pending->loc,
		.recipe = r->recipe,
		.group = r->group,
		.unexpanded = r->unexpanded,
	};

	if (r->is_static)
		add_static(r, &rule, name);
	else
		copy_prerequisites(mk, &rule.prerequisites, &r->pending->split);
	struct target *t = target_of(mk, name);
	bool was_single = t->is_target && !t->is_double_colon;
	if (r->pending->is_double_colon ? was_single : t->is_double_colon) {
		makefile_fail(mk, &r->pending->loc, "target file '%s' has both : and :: entries",
		              name->text);
		return;
	}
	t->is_builtin = false;
	if (!t->is_target)
		t->loc = rule.loc;
	if (r->pending->is_double_colon) {
		t->is_double_colon = true;
		add_rule(mk, t, &rule, false);
	} else {
		join_single(r, t, &rule);
	}
	join_group(r, t);
	t->is_target = true;
	special_rule(mk, t, &rule, &r->pending->loc);
}

static void
record_explicit(struct record *r, const struct target_pattern *first)
{
	const struct names_list *targets = &r->pending->targets;
	struct target_pattern target = *first;
	bool is_pattern;

	if (r->pending->is_grouped) {
		r->group = arena_alloc(r->mk->arena, sizeof *r->group);
		vec_push(&r->mk->rules.groups, r->group);
	}
	for (size_t i = 0; i < targets->count && !makefile_failed(r->mk); i++) {
		if (i > 0) {
			target = unquoted(r->mk, targets->at[i], &is_pattern);
			if (is_pattern)
				makefile_warn(
					r->mk, &r->pending->loc,
					"*** mixed implicit and normal rules: deprecated syntax");
		}
		record_target(r, target.name);
	}
}

static void
record_implicit(struct record *r, const struct target_pattern *first)
{
	struct makefile *mk = r->mk;
	struct pending_rule *p = r->pending;
	struct pattern_rule *rule = pattern_rule_new(mk);
	bool is_pattern = true;

	vec_push(&rule->targets, *first);
	for (size_t i = 1; i < p->targets.count && is_pattern; i++)
		vec_push(&rule->targets, unquoted(mk, p->targets.at[i], &is_pattern));
	if (!is_pattern)
		makefile_fail(mk, &p->loc, "mixed implicit and normal rules");
	for (size_t i = 0; i < p->split.count; i++)
		vec_push(&rule->prerequisites, p->split.at[i]);
	rule->unexpanded = r->unexpanded;
	rule->recipe = r->recipe;
	rule->is_terminal = p->is_double_colon;
	rule->loc = p->loc;
	pattern_rule_add(&mk->rules, rule, true);
}

static void
make_recipe(struct record *r)
{
	struct pending_rule *p = r->pending;

	if (p->recipe.len)
		r->recipe = recipe_new(r->mk, p->recipe.data, p->recipe.len, p->prefix,
		                       &p->recipe_loc);
	else if (p->is_grouped)
		makefile_fail(r->mk, &p->loc, "grouped targets must provide a recipe");
}

static void
record(struct record *r)
{
	struct makefile *mk = r->mk;
	struct pending_rule *p = r->pending;
	bool is_implicit;
	struct target_pattern first = unquoted(mk, p->targets.at[0], &is_implicit);

	if (!mk->reading) {
		makefile_fail(mk, &p->loc, "prerequisites cannot be defined in recipes");
		return;
	}
	if (p->static_pattern)
		r->static_pattern = unquoted(mk, p->static_pattern, &r->is_static);
	make_recipe(r);
	if (makefile_failed(mk))
		return;
	split_prerequisites(r, is_implicit);
	if (is_implicit && r->is_static)
		makefile_fail(mk, &p->loc, "mixed implicit and static pattern rules");
	else if (is_implicit)
		record_implicit(r, &first);
	else
		record_explicit(r, &first);
}

void
rule_record(struct reading *reading)
{
	struct pending_rule *p = &reading->pending;
	struct record r = { .mk = reading->mk, .pending = p };

	if (p->has_targets)
		record(&r);
	p->has_targets = p->ignores_recipe = p->is_grouped = false;
	p->static_pattern = NULL;
	p->targets.count = 0;
	buf_clear(&p->recipe);
}
