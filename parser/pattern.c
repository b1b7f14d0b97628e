/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/pattern.h"

#include <string.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/words.h"

bool
target_pattern_of(struct makefile *mk, const struct name *name, struct target_pattern *out)
{
	*out = (struct target_pattern){ .name = name };
	if (!memchr(name->text, '%', name->len))
		return false;
	struct arena_mark mark = arena_mark(mk->scratch);
	struct pattern p = pattern_parse(mk->scratch, name->text, name->len);
	cleanup_buf struct buf text = BUF_INIT;
	buf_add(&text, p.prefix, p.prefix_len);
	out->percent = text.len;
	if (p.has_percent) {
		buf_addc(&text, '%');
		buf_add(&text, p.suffix, p.suffix_len);
	}
	out->name = name_intern(mk->names, text.data, text.len);
	arena_reset(mk->scratch, mark);
	return p.has_percent;
}

bool
target_pattern_match(const struct target_pattern *p, const struct name *word, const char **stem,
                     size_t *stem_len)
{
	size_t fixed = p->name->len - 1;
	size_t suffix = fixed - p->percent;

	if (word->len < fixed || memcmp(word->text, p->name->text, p->percent) != 0 ||
	    memcmp(word->text + word->len - suffix, p->name->text + p->percent + 1, suffix) != 0)
		return false;
	*stem = word->text + p->percent;
	*stem_len = word->len - fixed;
	return true;
}

struct pattern_rule *
pattern_rule_new(struct makefile *mk)
{
	return arena_alloc(mk->arena, sizeof(struct pattern_rule));
}

static void
pattern_rule_release(struct pattern_rule *rule)
{
	vec_release(&rule->targets);
	vec_release(&rule->prerequisites);
}

/* as GNU make compares: one of the new rule's targets is all that the old one has */
static bool
has_same_targets(const struct pattern_rule *new, const struct pattern_rule *old)
{
	for (size_t i = 0; i < new->targets.count; i++) {
		size_t j = 0;
		while (j < old->targets.count && old->targets.at[j].name == new->targets.at[i].name)
			j++;
		if (j == old->targets.count)
			return true;
	}
	return false;
}

static bool
has_same_prerequisites(const struct pattern_rule *a, const struct pattern_rule *b)
{
	if (a->unexpanded || b->unexpanded)
		return a->unexpanded && b->unexpanded && strcmp(a->unexpanded, b->unexpanded) == 0;
	if (a->prerequisites.count != b->prerequisites.count)
		return false;
	for (size_t i = 0; i < a->prerequisites.count; i++)
		if (a->prerequisites.at[i].name != b->prerequisites.at[i].name)
			return false;
	return true;
}

void
pattern_rule_add(struct rules *rules, struct pattern_rule *rule, bool override)
{
	struct pattern_rule **at = rules->patterns.at;
	size_t i = 0;

	while (i < rules->patterns.count &&
	       !(has_same_targets(rule, at[i]) && has_same_prerequisites(rule, at[i])))
		i++;
	if (i < rules->patterns.count && !override) {
		pattern_rule_release(rule);
		return;
	}
	if (i < rules->patterns.count) {
		pattern_rule_release(at[i]);
		memmove(at + i, at + i + 1, (--rules->patterns.count - i) * sizeof *at);
	}
	vec_push(&rules->patterns, rule);
}

/* "%SUFFIX", or the target of archive members where `suffix` is NULL */
static struct target_pattern
suffix_pattern(struct makefile *mk, const struct name *suffix)
{
	if (!suffix)
		return (struct target_pattern){ name_of(mk->names, "(%.o)"), 1 };
	cleanup_buf struct buf text = BUF_INIT;
	buf_addc(&text, '%');
	buf_add(&text, suffix->text, suffix->len);
	return (struct target_pattern){ name_intern(mk->names, text.data, text.len), 0 };
}

/* "%TARGET: %SOURCE"; without source, and without recipe, it only keeps match-anything rules off */
static void
add_converted(struct makefile *mk, const struct name *target, const struct name *source,
              struct recipe *recipe)
{
	struct pattern_rule *rule = pattern_rule_new(mk);
	struct target_pattern t = suffix_pattern(mk, target);

	vec_push(&rule->targets, t);
	if (source) {
		struct prerequisite p = { .name = suffix_pattern(mk, source).name };
		vec_push(&rule->prerequisites, p);
	}
	rule->recipe = recipe;
	if (recipe)
		rule->loc = recipe->loc;
	pattern_rule_add(&mk->rules, rule, false);
}

static struct recipe *
recipe_of(const struct target *t)
{
	if (!t)
		return NULL;
	if (t->is_double_colon)
		return t->rules.count ? t->rules.at[0]->recipe : NULL;
	return t->recipe;
}

static bool
has_prerequisites(const struct target *t)
{
	for (size_t i = 0; i < t->rules.count; i++)
		if (t->rules.at[i]->prerequisites.count || t->rules.at[i]->unexpanded)
			return true;
	return false;
}

/* the target ".x.y" if it is a suffix rule */
static struct recipe *
two_suffix_recipe(struct makefile *mk, const struct name *source, const struct name *target,
                  struct buf *text)
{
	buf_clear(text);
	buf_add(text, source->text, source->len);
	buf_add(text, target->text, target->len);
	const struct name *name = name_find(mk->names, text->data, text->len);
	struct target *t = name ? target_find(mk, name) : NULL;
	struct recipe *recipe = recipe_of(t);
	if (!recipe || !has_prerequisites(t))
		return recipe;
	if (mk->rules.posix)
		return NULL;
	makefile_warn(mk, &recipe->loc,
	              "warning: ignoring prerequisites on suffix rule definition");
	return recipe;
}

void
pattern_rules_of_suffixes(struct makefile *mk)
{
	const struct names_list *suffixes = &mk->rules.suffixes;
	const struct name *none = name_of(mk->names, ""), *archive = name_of(mk->names, ".a");
	cleanup_buf struct buf text = BUF_INIT;

	for (size_t i = 0; i < suffixes->count; i++) {
		const struct name *source = suffixes->at[i];
		struct recipe *recipe = recipe_of(target_find(mk, source));
		add_converted(mk, source, NULL, NULL);
		if (recipe)
			add_converted(mk, none, source, recipe);
		for (size_t j = 0; j < suffixes->count; j++) {
			const struct name *target = suffixes->at[j];
			if (target == source)
				continue;
			recipe = two_suffix_recipe(mk, source, target, &text);
			if (recipe && target == archive)
				add_converted(mk, NULL, source, recipe);
			if (recipe)
				add_converted(mk, target, source, recipe);
		}
	}
}
