/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parser/dump.h"

#include <string.h>
#include <time.h>

#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/target_scope.h"
#include "parser/variable.h"

static const char *
origin_comment(enum origin origin)
{
	switch (origin) {
	case ORIGIN_FILE:
		return "makefile";
	case ORIGIN_ENVIRONMENT_OVERRIDE:
		return "environment under -e";
	case ORIGIN_OVERRIDE:
		return "'override' directive";
	default:
		return origin_word(origin);
	}
}

static void
add_origin(struct buf *out, enum origin origin, bool is_private, const struct loc *loc)
{
	buf_addf(out, "# %s%s", origin_comment(origin), is_private ? " private" : "");
	if (loc->file)
		buf_addf(out, " (from '%s', line %lu)", loc->file->text, loc->line + loc->offset);
	buf_addc(out, '\n');
}

static void
add_doubling_dollars(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '$')
			buf_addc(out, '$');
		buf_addc(out, *text);
	}
}

/* a value such that make reads it back as it is */
static void
add_value(struct buf *out, const char *value, bool recursive)
{
	if (*value && value[strspn(value, " \t\n\v\f\r")] == '\0')
		buf_addf(out, "$(subst ,,%s)", value);
	else if (recursive)
		buf_adds(out, value);
	else
		add_doubling_dollars(out, value);
	buf_addc(out, '\n');
}

static void
add_variable(struct buf *out, const struct variable *v, const char *before)
{
	const char *op = !v->is_recursive ? ":" : v->is_append ? "+" : "";

	add_origin(out, v->origin, v->is_private, &v->loc);
	buf_adds(out, before);
	if (v->is_recursive && strchr(v->value, '\n')) {
		buf_addf(out, "define %s\n%s\nendef\n", v->name->text, v->value);
		return;
	}
	buf_addf(out, "%s %s= ", v->name->text, op);
	add_value(out, v->value, v->is_recursive);
}

/* scripts look for these lines; our tables are other ones */
static void
add_table_stats(struct buf *out, const char *table, size_t count)
{
	size_t size = 32;

	while (size * 3 < count * 4)
		size *= 2;
	buf_addf(out, "# %s hash-table stats:\n# Load=%zu/%zu=%.0f%%, Rehash=0, "
	              "Collisions=0/%zu=0%%\n",
	         table, count, size, 100.0 * (double)count / (double)size, count);
}

static void
add_setting(struct buf *out, const struct pattern_setting *s)
{
	buf_addf(out, "\n%s :\n", s->pattern.name->text);
	add_origin(out, s->origin, s->is_private, &s->loc);
	buf_addf(out, "# %s := ", s->name->text);
	add_value(out, s->value, false);
}

void
dump_variables(struct makefile *mk, struct buf *out)
{
	size_t count = 0;

	buf_adds(out, "\n# Variables\n\n");
	for (const struct variable *v = mk->globals->first; v; v = v->next, count++)
		add_variable(out, v, "");
	add_table_stats(out, "variable set", count);
	buf_adds(out, "\n# Pattern-specific Variable Values\n");
	target_settings_sort(&mk->rules);
	for (size_t i = 0; i < mk->rules.settings.count; i++)
		add_setting(out, mk->rules.settings.at[i]);
	if (mk->rules.settings.count)
		buf_addf(out, "\n# %zu pattern-specific variable values", mk->rules.settings.count);
	else
		buf_adds(out, "\n# No pattern-specific variable values.\n");
}

/* GNU make writes the mark in other places of rules than of targets */
static void
add_prerequisites(struct buf *out, const struct prerequisites *list, bool order_only)
{
	const char *before = order_only ? " | " : " ";

	for (size_t i = 0; i < list->count; i++) {
		const struct prerequisite *p = &list->at[i];
		if (p->order_only != order_only)
			continue;
		buf_addf(out, "%s%s%s", before, p->is_wait ? ".WAIT " : "", p->name->text);
		before = " ";
	}
}

static void
add_recipe(struct buf *out, const struct recipe *recipe, char prefix)
{
	if (!recipe)
		return;
	buf_adds(out, "#  recipe to execute");
	if (recipe->loc.file)
		buf_addf(out, " (from '%s', line %lu):\n", recipe->loc.file->text,
		         recipe->loc.line);
	else
		buf_adds(out, " (built-in):\n");
	bool quoted = false, begins = true;
	for (const char *p = recipe->text; *p; p++) {
		if (begins)
			buf_addc(out, prefix);
		buf_addc(out, *p);
		begins = *p == '\n' && !quoted;
		quoted = *p == '\\' && !quoted;
	}
	if (!begins)
		buf_addc(out, '\n');
}

static void
add_rule(struct buf *out, const struct pattern_rule *rule, char prefix)
{
	for (size_t i = 0; i < rule->targets.count; i++)
		buf_addf(out, "%s%s", i ? " " : "\n", rule->targets.at[i].name->text);
	buf_adds(out, rule->is_terminal ? "::" : ":");
	if (rule->unexpanded)
		buf_addf(out, " %s", rule->unexpanded);
	add_prerequisites(out, &rule->prerequisites, false);
	add_prerequisites(out, &rule->prerequisites, true);
	buf_addc(out, '\n');
	add_recipe(out, rule->recipe, prefix);
}

void
dump_rules(struct makefile *mk, struct buf *out)
{
	size_t count = mk->rules.patterns.count, terminal = 0;

	buf_adds(out, "\n# Implicit Rules\n");
	for (size_t i = 0; i < count; i++) {
		add_rule(out, mk->rules.patterns.at[i], mk->recipe_prefix);
		terminal += mk->rules.patterns.at[i]->is_terminal;
	}
	if (count)
		buf_addf(out, "\n# %zu implicit rules, %zu (%.1f%%) terminal.", count, terminal,
		         (double)terminal / (double)count * 100.0);
	else
		buf_adds(out, "\n# No implicit rules.\n");
}

static void
add_target_variables(struct buf *out, const struct target *t)
{
	cleanup_buf struct buf before = BUF_INIT;

	buf_addf(&before, "%s: ", t->name->text);
	for (const struct variable *v = t->scope ? t->scope->first : NULL; v; v = v->next)
		if (v->origin != ORIGIN_AUTOMATIC)
			add_variable(out, v, before.data);
}

static void
add_time(struct buf *out, const struct dump_facts *facts)
{
	time_t seconds = (time_t)(facts->mtime_ns / 1000000000);
	char text[64];
	struct tm tm;

	switch (facts->time) {
	case DUMP_TIME_UNKNOWN:
		buf_adds(out, "#  Modification time never checked.\n");
		return;
	case DUMP_TIME_MISSING:
		buf_adds(out, "#  File does not exist.\n");
		return;
	case DUMP_TIME_OLD:
		buf_adds(out, "#  File is very old.\n");
		return;
	case DUMP_TIME_KNOWN:
		break;
	}
	localtime_r(&seconds, &tm);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	buf_addf(out, "#  Last modified %s.%09d", text, (int)(facts->mtime_ns % 1000000000));
	while (out->data[out->len - 1] == '0')
		buf_truncate(out, out->len - 1);
	if (out->data[out->len - 1] == '.')
		buf_truncate(out, out->len - 1);
	buf_addc(out, '\n');
}

static void
add_status(struct buf *out, const struct dump_facts *facts)
{
	static const char *const lines[] = {
		[DUMP_NOT_RUN] = "",
		[DUMP_SUCCESS] = "#  Successfully updated.\n",
		[DUMP_QUESTION] = "#  Needs to be updated (-q is set).\n",
		[DUMP_FAILED] = "#  Failed to be updated.\n",
	};
	buf_adds(out, facts->is_updated ? "#  File has been updated.\n"
	                                : "#  File has not been updated.\n");
	buf_adds(out, lines[facts->status]);
}

static void
add_if(struct buf *out, bool condition, const char *line)
{
	if (condition)
		buf_adds(out, line);
}

static void
add_marks(struct buf *out, const struct target *t, const struct dump_facts *facts)
{
	add_if(out, t->is_precious, "#  Precious file (prerequisite of .PRECIOUS).\n");
	add_if(out, t->is_phony, "#  Phony target (prerequisite of .PHONY).\n");
	add_if(out, facts->is_goal, "#  Command line target.\n");
	add_if(out, facts->is_optional,
	       "#  A default, MAKEFILES, or -include/sinclude makefile.\n");
	add_if(out, t->is_builtin, "#  Builtin rule\n");
	buf_adds(out, facts->is_searched ? "#  Implicit rule search has been done.\n"
	                                 : "#  Implicit rule search has not been done.\n");
	if (facts->stem)
		buf_addf(out, "#  Implicit/static pattern stem: '%s'\n", facts->stem);
	add_if(out, t->is_intermediate, "#  File is an intermediate prerequisite.\n");
	add_if(out, t->is_notintermediate, "#  File is a prerequisite of .NOTINTERMEDIATE.\n");
	add_if(out, t->is_secondary, "#  File is secondary (prerequisite of .SECONDARY).\n");
}

static void
add_group(struct buf *out, const struct group *group)
{
	if (!group)
		return;
	buf_adds(out, "#  Also makes:");
	for (size_t i = group->count; i-- > 0;)
		buf_addf(out, " %s", group->at[i]->name->text);
	buf_addc(out, '\n');
}

static void
add_automatic(struct buf *out, const struct target *t, const struct dump_facts *facts)
{
	size_t count = 0;

	if (!t->scope && !facts->automatic)
		return;
	for (const struct variable *v = facts->automatic ? facts->automatic->first : NULL; v;
	     v = v->next, count++)
		if (v->origin == ORIGIN_AUTOMATIC)
			add_variable(out, v, "# ");
	add_table_stats(out, "variable set", count);
}

/* prerequisites of all rules from `first` to `last`, those before the | of each first */
static void
add_rule_prerequisites(struct buf *out, const struct target *t, size_t first, size_t last)
{
	struct prerequisites all = { 0 };

	for (size_t i = first; i < last; i++) {
		const struct rule *r = t->rules.at[i];
		if (r->unexpanded)
			buf_addf(out, " %s", r->unexpanded);
		for (size_t j = 0; j < r->prerequisites.count; j++)
			vec_push(&all, r->prerequisites.at[j]);
	}
	add_prerequisites(out, &all, false);
	add_prerequisites(out, &all, true);
	vec_release(&all);
}

static void
add_suffixes(struct buf *out, const struct rules *rules)
{
	for (size_t i = 0; i < rules->suffixes.count; i++)
		buf_addf(out, " %s", rules->suffixes.at[i]->text);
}

/* one entry: a target, or one of the rules of a :: target */
struct entry {
	const struct target *target;
	const struct rule *rule; /* or NULL */
	size_t first, last;      /* its rules */
	char prefix;             /* of recipes, as the dump has set it last */
	struct dump_facts facts;
};

/* so that make could read the recipe back */
static void
add_prefix(struct buf *out, struct entry *e, const struct recipe *recipe)
{
	if (!recipe || recipe->prefix == e->prefix)
		return;
	e->prefix = recipe->prefix;
	buf_adds(out, ".RECIPEPREFIX = ");
	if (e->prefix != '\t')
		buf_addc(out, e->prefix);
	buf_addc(out, '\n');
}

static void
add_entry(const struct makefile *mk, struct buf *out, struct entry *e)
{
	const struct target *t = e->target;
	const struct recipe *recipe = e->rule ? e->rule->recipe : t->recipe;

	if (e->facts.recipe)
		recipe = e->facts.recipe;
	buf_addc(out, '\n');
	add_prefix(out, e, recipe);
	add_target_variables(out, t);
	add_if(out, !t->is_target, "# Not a target:\n");
	buf_addf(out, "%s:%s", t->name->text, t->is_double_colon ? ":" : "");
	if (e->facts.prerequisites) {
		add_prerequisites(out, e->facts.prerequisites, false);
		add_prerequisites(out, e->facts.prerequisites, true);
	} else if (strcmp(t->name->text, ".SUFFIXES") == 0) {
		add_suffixes(out, &mk->rules);
	} else {
		add_rule_prerequisites(out, t, e->first, e->last);
	}
	buf_addc(out, '\n');
	add_marks(out, t, &e->facts);
	add_group(out, e->rule ? e->rule->group : t->group);
	add_time(out, &e->facts);
	add_status(out, &e->facts);
	add_automatic(out, t, &e->facts);
	add_recipe(out, recipe, e->prefix);
}

static void
fill_facts(struct entry *e, dump_facts_of *facts_of, void *arg)
{
	const struct name *stem = e->rule ? e->rule->stem : e->target->stem;

	e->facts = (struct dump_facts){ 0 };
	if (facts_of)
		facts_of(arg, e->target, e->rule, &e->facts);
	if (!e->facts.stem && stem)
		e->facts.stem = stem->text;
}

void
dump_targets(struct makefile *mk, dump_facts_of *facts_of, void *arg, struct buf *out)
{
	struct entry e = { .prefix = mk->recipe_prefix };

	buf_adds(out, "\n# Files\n");
	for (size_t i = 0; i < mk->rules.target_order.count; i++) {
		struct target *t = mk->rules.target_order.at[i];
		e.target = t;
		e.rule = NULL;
		e.first = 0;
		e.last = t->rules.count;
		if (mk->options.no_builtin_rules && t->is_builtin)
			continue;
		for (size_t j = 0; j < t->rules.count && t->is_double_colon; j++) {
			e.rule = t->rules.at[j];
			e.first = j;
			e.last = j + 1;
			fill_facts(&e, facts_of, arg);
			add_entry(mk, out, &e);
		}
		if (t->is_double_colon)
			continue;
		fill_facts(&e, facts_of, arg);
		add_entry(mk, out, &e);
	}
	buf_addc(out, '\n');
	add_table_stats(out, "files", mk->rules.target_order.count);
}

/* the folders of the VPATH variable, as a vpath directive reads them */
static void
add_general_vpath(struct makefile *mk, struct buf *out)
{
	struct arena_mark mark = arena_mark(mk->scratch);
	const char *p = variable_value(mk, mk->globals, "VPATH");
	const char *before = "\n# General ('VPATH' variable) search path:\n# ";
	bool any = false;

	for (size_t len; *(p += strspn(p, " \t:")); p += len, any = true) {
		len = strcspn(p, " \t:");
		buf_addf(out, "%s%.*s", before, (int)(len > 1 && p[len - 1] == '/' ? len - 1 : len),
		         p);
		before = ":";
	}
	buf_adds(out, any ? "\n" : "\n# No general ('VPATH' variable) search path.\n");
	arena_reset(mk->scratch, mark);
}

void
dump_vpaths(struct makefile *mk, struct buf *out)
{
	size_t count = mk->rules.vpaths.count;

	buf_adds(out, "# VPATH Search Paths\n\n");
	for (size_t i = 0; i < count; i++) {
		const struct vpath *v = mk->rules.vpaths.at[i];
		buf_addf(out, "vpath %s ", v->pattern->text);
		for (size_t j = 0; j < v->directories.count; j++)
			buf_addf(out, "%s%s", j ? ":" : "", v->directories.at[j]->text);
		buf_addc(out, '\n');
	}
	if (count)
		buf_addf(out, "\n# %zu 'vpath' search paths.\n", count);
	else
		buf_adds(out, "# No 'vpath' search paths.\n");
	add_general_vpath(mk, out);
}
