/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/implicit.h"

#include <stdlib.h>
#include <string.h>

#include "graph/automatic.h"
#include "graph/file.h"
#include "graph/vpath.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"
#include "parser/words.h"

struct implicit {
	struct files *files;   /* borrowed */
	struct vpaths *vpaths; /* borrowed */
	struct map impossible; /* name -> itself */
};

/* a rule that fits a name, with what it was found to need; in the makefile's arena */
struct finding {
	const struct pattern_rule *rule;
	size_t match;            /* which of its targets */
	const struct name *stem; /* with the folder of the name, as $* shows it */
	struct need *needs;
	size_t need_count;
};
struct need {
	const struct name *name;
	bool order_only, is_wait, is_explicit;
	const struct finding *chain; /* how to make it, where it is neither there nor mentioned */
};
struct needs {
	VEC(struct need)
};

/* one target pattern of one rule that matches */
struct candidate {
	struct pattern_rule *rule; /* NULL: ruled out */
	size_t match;
	const char *stem;
	size_t stem_len;
	size_t order;
	bool in_folder; /* the pattern has no slash, the name has: the folder is set apart */
};
struct candidates {
	VEC(struct candidate)
};

/* the search for one name */
struct search {
	struct implicit *implicit;
	struct makefile *mk;
	const struct name *name;   /* what patterns are matched against: for an archive's member "(member)" */
	struct file *file;         /* whose explicit prerequisites count; for a link of a chain a temporary one */
	struct step *step;
	size_t folder_len;         /* with its slash */
	unsigned depth;
	bool allows_compatible;    /* a prerequisite that is mentioned anywhere will do */
	bool found_compatible;     /* such a rule was passed over */
};

struct implicit *
implicit_new(struct files *files, struct vpaths *vpaths)
{
	struct implicit *implicit = xcalloc(1, sizeof *implicit);
	implicit->files = files;
	implicit->vpaths = vpaths;
	return implicit;
}

void
implicit_free(struct implicit *implicit)
{
	map_release(&implicit->impossible);
	free(implicit);
}

/* ---- which rules could make the name ---- */

static bool
is_match_anything(const struct target_pattern *pattern)
{
	return pattern->name->len == 1;
}

/* the stem behind the folder; false where the pattern does not fit */
static bool
match_in_folder(const struct search *s, const struct target_pattern *p, struct candidate *out)
{
	const char *base = s->name->text + s->folder_len;
	size_t len = s->name->len - s->folder_len, before = p->percent;
	size_t after = p->name->len - before - 1;
	if (len < before + after || memcmp(base, p->name->text, before) ||
	    memcmp(base + len - after, p->name->text + before + 1, after))
		return false;
	out->in_folder = true;
	out->stem = base + before;
	out->stem_len = len - before - after;
	return true;
}

static bool
match(const struct search *s, const struct target_pattern *p, struct candidate *out)
{
	out->in_folder = false;
	if (s->folder_len && !memchr(p->name->text, '/', p->name->len))
		return match_in_folder(s, p, out);
	return target_pattern_match(p, s->name, &out->stem, &out->stem_len);
}

/* returns whether one matched that does not match anything */
static bool
collect_rule(const struct search *s, struct pattern_rule *rule, struct candidates *out)
{
	bool specific = false;
	bool has_prerequisites = rule->prerequisites.count || rule->unexpanded;
	if ((has_prerequisites && !rule->recipe) || rule->in_use)
		return false;
	for (size_t i = 0; i < rule->targets.count; i++) {
		const struct target_pattern *p = &rule->targets.at[i];
		struct candidate c = { .rule = rule, .match = i, .order = out->count };
		if ((s->depth && is_match_anything(p) && !rule->is_terminal) || !match(s, p, &c))
			continue;
		specific |= !is_match_anything(p);
		/* without prerequisites and recipe it is only there to keep match-anything rules off */
		if (has_prerequisites || rule->recipe)
			vec_push(out, c);
	}
	return specific;
}

static size_t
whole_stem_len(const struct search *s, const struct candidate *c)
{
	return c->stem_len + (c->in_folder ? s->folder_len : 0);
}

static bool
matches_anything(const struct pattern_rule *rule)
{
	for (size_t i = 0; i < rule->targets.count; i++)
		if (is_match_anything(&rule->targets.at[i]))
			return true;
	return false;
}

/* shortest stem first, else as defined: few, and nearly in order already */
static void
sort_candidates(const struct search *s, struct candidates *all)
{
	for (size_t i = 1; i < all->count; i++) {
		struct candidate c = all->at[i];
		size_t j = i;
		for (; j && whole_stem_len(s, &all->at[j - 1]) > whole_stem_len(s, &c); j--)
			all->at[j] = all->at[j - 1];
		all->at[j] = c;
	}
}

static void
collect(const struct search *s, struct candidates *out)
{
	struct rules *rules = &s->mk->rules;
	bool specific = false;
	for (size_t i = 0; i < rules->patterns.count; i++)
		specific |= collect_rule(s, rules->patterns.at[i], out);
	sort_candidates(s, out);
	for (size_t i = 0; specific && i < out->count; i++)
		if (!out->at[i].rule->is_terminal && matches_anything(out->at[i].rule))
			out->at[i].rule = NULL;
}

/* ---- whether what a rule needs is there or can be made ---- */

/* why a rule was turned down */
enum refusal { ACCEPTED, NOT_NOW, NEVER };

static bool
is_in(const struct name *name, const struct step *step)
{
	for (size_t i = 0; i < step->dependencies.count; i++)
		if (step->dependencies.at[i].file->name == name)
			return true;
	return false;
}

static bool
exists(const struct search *s, const struct name *name)
{
	struct host_stat st;
	const struct host *host = s->mk->host;
	return !host->stat(host->self, name->text, &st) && st.type != HOST_ABSENT;
}

static const struct finding *
search(struct search *);

static const struct finding *
search_link(const struct search *s, const struct name *name)
{
	struct file file = { .name = name, .path = name->text, .target = target_find(s->mk, name) };
	struct step step = { .file = &file };
	struct search link = {
		.implicit = s->implicit, .mk = s->mk, .name = name, .file = &file, .step = &step,
		.depth = s->depth + 1, .allows_compatible = s->allows_compatible,
	};
	vec_push(&file.steps, &step);
	const struct finding *found = search(&link);
	vec_release(&file.steps);
	vec_release(&step.dependencies);
	return found;
}

static enum refusal
try_need(struct search *s, struct need *need, bool allows_chains)
{
	struct implicit *implicit = s->implicit;
	const struct name *name = need->name;
	if (map_get(&implicit->impossible, name))
		return NEVER;
	const struct target *target = target_find(s->mk, name);
	struct file *file = file_find(implicit->files, name);
	bool is_known = file || (target && (target->is_explicit || target->is_target));
	bool is_explicit = target && target->is_explicit;
	bool is_target = (target && target->is_target) || (file && file->is_target);
	if (is_known && !is_explicit && !need->is_explicit && (!file || !file->is_goal))
		file_of(implicit->files, name)->is_intermediate = true;
	need->is_explicit |= is_explicit;
	if (is_target || is_in(name, s->step) || exists(s, name))
		return ACCEPTED;
	if (is_known && s->allows_compatible)
		return ACCEPTED;
	s->found_compatible |= is_known;
	if (vpath_search(implicit->vpaths, name))
		return ACCEPTED;
	if (!allows_chains)
		return NOT_NOW;
	need->chain = search_link(s, name);
	if (need->chain)
		return ACCEPTED;
	if (!is_known)
		map_put(&implicit->impossible, name, (void *)name);
	return NOT_NOW;
}

/* prerequisite pattern to name: the folder goes in front of what has a % */
static const struct name *
substitute(const struct search *s, const struct candidate *c, const struct name *pattern,
           bool *has_percent)
{
	struct buf text = BUF_INIT;
	const char *percent = memchr(pattern->text, '%', pattern->len);
	*has_percent = percent != NULL;
	if (!percent)
		return pattern;
	if (c->in_folder)
		buf_add(&text, s->name->text, s->folder_len);
	buf_add(&text, pattern->text, (size_t)(percent - pattern->text));
	buf_add(&text, c->stem, c->stem_len);
	buf_adds(&text, percent + 1);
	const struct name *name = name_intern(s->mk->names, text.data, text.len);
	buf_release(&text);
	return name;
}

struct need_source {
	struct search *search;
	const struct candidate *candidate;
	bool allows_chains;
	struct needs needs;
};

static enum refusal
add_need(struct need_source *source, struct need need)
{
	enum refusal refusal = try_need(source->search, &need, source->allows_chains);
	if (refusal == ACCEPTED)
		vec_push(&source->needs, need);
	return refusal;
}

/* a prerequisite with its % replaced may still be a pattern of the shell */
static enum refusal
add_substituted(struct need_source *source, const struct prerequisite *p)
{
	struct search *s = source->search;
	bool has_percent;
	struct prerequisites found = { 0 };
	enum refusal refusal = ACCEPTED;
	const struct name *name = substitute(s, source->candidate, p->name, &has_percent);
	if (!strpbrk(name->text, "*?[~")) {
		struct need need = { .name = name, .order_only = p->order_only,
		                     .is_wait = p->is_wait, .is_explicit = !has_percent };
		return add_need(source, need);
	}
	char *text = xstrndup(name->text, name->len);
	prerequisites_split(s->mk, text, &found);
	free(text);
	for (size_t i = 0; refusal == ACCEPTED && i < found.count; i++) {
		struct need need = { .name = found.at[i].name, .order_only = p->order_only,
		                     .is_wait = p->is_wait && !i, .is_explicit = !has_percent };
		refusal = add_need(source, need);
	}
	vec_release(&found);
	return refusal;
}

static const struct name *
whole_stem(const struct search *s, const struct candidate *c)
{
	struct buf text = BUF_INIT;
	if (c->in_folder)
		buf_add(&text, s->name->text, s->folder_len);
	buf_add(&text, c->stem, c->stem_len);
	const struct name *stem = name_intern(s->mk->names, text.data, text.len);
	buf_release(&text);
	return stem;
}

/* the end of a word of unexpanded text: blanks inside of $(...) do not part words */
static const char *
word_end(const char *p)
{
	while (*p && !is_space(*p)) {
		if (*p != '$' || (p[1] != '(' && p[1] != '{')) {
			p += *p == '$' && p[1] ? 2 : 1;
			continue;
		}
		char open = p[1], close = open == '(' ? ')' : '}';
		int depth = 0;
		for (p++; *p; p++) {
			depth += (*p == open) - (*p == close);
			if (!depth)
				break;
		}
		p += *p != '\0';
	}
	return p;
}

/* a word of the text with the first % of each word in it as a reference to the stem; whether there was one */
static bool
refer_to_stem(const char *word, size_t len, bool in_folder, struct buf *out)
{
	const char *end = word + len, *percent;
	bool any = false;
	while (word < end && (percent = memchr(word, '%', (size_t)(end - word)))) {
		buf_add(out, word, (size_t)(percent - word));
		buf_adds(out, in_folder ? "$(*F)" : "$*");
		any = true;
		for (word = percent + 1; word < end && !is_space(*word); word++)
			buf_addc(out, *word);
	}
	if (word < end)
		buf_add(out, word, (size_t)(end - word));
	return any;
}

static const struct name *
in_folder(const struct search *s, const struct name *name)
{
	struct buf path = BUF_INIT;
	buf_add(&path, s->name->text, s->folder_len);
	buf_add(&path, name->text, name->len);
	const struct name *joined = name_intern(s->mk->names, path.data, path.len);
	buf_release(&path);
	return joined;
}

/* one word of a prerequisite list under .SECONDEXPANSION */
static enum refusal
add_expanded(struct need_source *source, const char *word, size_t len, bool *order_only)
{
	struct search *s = source->search;
	const struct candidate *c = source->candidate;
	struct buf text = BUF_INIT, expanded = BUF_INIT;
	struct prerequisites found = { 0 };
	enum refusal refusal = ACCEPTED;
	bool has_percent = refer_to_stem(word, len, c->in_folder, &text);
	expand_text(s->mk, step_scope(s->implicit->files, s->step), text.data, &c->rule->loc,
	            &expanded);
	if (!makefile_failed(s->mk))
		prerequisites_split(s->mk, expanded.data, &found);
	for (size_t i = 0; refusal == ACCEPTED && i < found.count; i++) {
		struct need need = {
			.name = has_percent && c->in_folder ? in_folder(s, found.at[i].name)
			                                    : found.at[i].name,
			.order_only = *order_only || found.at[i].order_only,
			.is_wait = found.at[i].is_wait,
			.is_explicit = !has_percent,
		};
		refusal = add_need(source, need);
	}
	if (found.count && found.at[found.count - 1].order_only)
		*order_only = true;
	vec_release(&found);
	buf_release(&text);
	buf_release(&expanded);
	return refusal;
}

static enum refusal
add_all_expanded(struct need_source *source)
{
	struct search *s = source->search;
	const char *p = source->candidate->rule->unexpanded;
	enum refusal refusal = ACCEPTED;
	bool order_only = false;
	s->step->stem = whole_stem(s, source->candidate);
	automatic_set(s->implicit->files, s->step);
	while (refusal == ACCEPTED) {
		while (is_space(*p))
			p++;
		const char *end = word_end(p);
		if (end == p)
			break;
		if (end - p == 1 && *p == '|')
			order_only = true;
		else
			refusal = add_expanded(source, p, (size_t)(end - p), &order_only);
		p = end;
	}
	s->step->stem = NULL;
	return refusal;
}

static enum refusal
add_all(struct need_source *source)
{
	const struct prerequisites *all = &source->candidate->rule->prerequisites;
	enum refusal refusal = ACCEPTED;
	if (source->candidate->rule->unexpanded)
		return add_all_expanded(source);
	for (size_t i = 0; refusal == ACCEPTED && i < all->count; i++)
		refusal = add_substituted(source, &all->at[i]);
	return refusal;
}

static const struct finding *
finding_new(const struct search *s, const struct candidate *c, const struct needs *needs)
{
	struct finding *found = arena_alloc(s->mk->arena, sizeof *found);
	found->rule = c->rule;
	found->match = c->match;
	found->stem = whole_stem(s, c);
	found->need_count = needs->count;
	found->needs = arena_alloc(s->mk->arena, (needs->count + 1) * sizeof *found->needs);
	for (size_t i = 0; i < needs->count; i++)
		found->needs[i] = needs->at[i];
	return found;
}

static const struct finding *
try_candidate(struct search *s, struct candidate *c, bool allows_chains)
{
	struct need_source source = { .search = s, .candidate = c, .allows_chains = allows_chains };
	const struct finding *found = NULL;
	c->rule->in_use = true;
	enum refusal refusal = add_all(&source);
	c->rule->in_use = false;
	if (refusal == ACCEPTED)
		found = finding_new(s, c, &source.needs);
	if (refusal == NEVER)
		c->rule = NULL;
	vec_release(&source.needs);
	return found;
}

/* once without making anything on the way, then with intermediate files */
static const struct finding *
try_candidates(struct search *s, struct candidates *all)
{
	const struct finding *found = NULL;
	for (int pass = 0; !found && pass < 2; pass++)
		for (size_t i = 0; !found && i < all->count && !makefile_failed(s->mk); i++)
			if (all->at[i].rule && !(pass && all->at[i].rule->is_terminal))
				found = try_candidate(s, &all->at[i], pass);
	return found;
}

static const struct finding *
search(struct search *s)
{
	struct candidates all = { 0 };
	const char *slash = memrchr(s->name->text, '/', s->name->len);
	s->folder_len = slash && *s->name->text != '(' ? (size_t)(slash + 1 - s->name->text) : 0;
	collect(s, &all);
	const struct finding *found = try_candidates(s, &all);
	vec_release(&all);
	if (!found && s->found_compatible && !s->allows_compatible) {
		s->allows_compatible = true;
		return search(s);
	}
	return found;
}

/* ---- what was found becomes part of the graph ---- */

static void
apply(struct implicit *, struct file *, const struct finding *);

static void
apply_link(struct implicit *implicit, struct file *file, const struct need *need)
{
	struct makefile *mk = implicit->files->makefile;
	const struct finding *chain = need->chain;
	const struct name *pattern = chain->rule->targets.at[chain->match].name;
	const struct target *target = target_find(mk, pattern);
	file_resolve(implicit->files, file);
	file->is_searched = true;
	file->is_explicit |= need->is_explicit;
	bool keeps = mk->rules.all_notintermediate ||
	             (file->target && file->target->is_notintermediate) ||
	             (target && target->is_notintermediate);
	file->is_intermediate |= !file->is_explicit && !keeps;
	file->is_precious |= target && target->is_precious;
	apply(implicit, file, chain);
}

static const struct name *
peer_name(struct makefile *mk, const struct target_pattern *pattern, const struct name *stem,
          bool in_folder)
{
	struct buf text = BUF_INIT;
	const char *slash = in_folder ? strrchr(stem->text, '/') : NULL;
	const char *base = slash ? slash + 1 : stem->text;
	buf_add(&text, stem->text, (size_t)(base - stem->text));
	buf_add(&text, pattern->name->text, pattern->percent);
	buf_adds(&text, base);
	buf_adds(&text, pattern->name->text + pattern->percent + 1);
	const struct name *name = name_intern(mk->names, text.data, text.len);
	buf_release(&text);
	return name;
}

/* a pattern rule of several targets makes them all at once */
static void
apply_peers(struct implicit *implicit, struct step *step, const struct finding *found)
{
	const struct pattern_rule *rule = found->rule;
	for (size_t i = 0; i < rule->targets.count; i++) {
		const struct target_pattern *pattern = &rule->targets.at[i];
		if (i == found->match)
			continue;
		bool has_slash = memchr(pattern->name->text, '/', pattern->name->len);
		struct file *peer = file_of(implicit->files,
		                            peer_name(implicit->files->makefile, pattern,
		                                      found->stem, !has_slash));
		peer->is_target = true;
		vec_push(&step->also_made, peer);
	}
}

/* the rule's prerequisites come before the explicit ones, so that $< is the first of them */
static void
apply(struct implicit *implicit, struct file *file, const struct finding *found)
{
	struct step *step = file->steps.at[0];
	struct dependencies all = { 0 };
	for (size_t i = 0; i < found->need_count; i++) {
		const struct need *need = &found->needs[i];
		struct dependency dependency = {
			.file = file_of(implicit->files, need->name),
			.order_only = need->order_only,
			.is_wait = need->is_wait,
		};
		if (need->chain)
			apply_link(implicit, dependency.file, need);
		else if (found->rule->is_terminal)
			dependency.file->is_searched = true;
		vec_push(&all, dependency);
	}
	for (size_t i = 0; i < step->dependencies.count; i++)
		vec_push(&all, step->dependencies.at[i]);
	vec_release(&step->dependencies);
	step->dependencies = all;
	step->recipe = found->rule->recipe;
	step->loc = found->rule->loc;
	step->stem = found->stem;
	step->is_implicit = true;
	file->is_target = true;
	const struct name *pattern = found->rule->targets.at[found->match].name;
	const struct target *target = target_find(implicit->files->makefile, pattern);
	file->is_precious |= target && target->is_precious;
	apply_peers(implicit, step, found);
}

static const struct name *
member_name(struct makefile *mk, const struct name *name)
{
	const char *paren = strchr(name->text, '(');
	if (!paren || paren == name->text || name->text[name->len - 1] != ')')
		return NULL;
	return name_of(mk->names, paren);
}

bool
implicit_search(struct implicit *implicit, struct file *file)
{
	struct makefile *mk = implicit->files->makefile;
	struct search s = { .implicit = implicit, .mk = mk, .name = file->name, .file = file };
	file_resolve(implicit->files, file);
	s.step = file->steps.at[0];
	file->is_searched = true;
	const struct finding *found = search(&s);
	if (!found && (s.name = member_name(mk, file->name))) {
		s.allows_compatible = s.found_compatible = false;
		found = search(&s);
	}
	if (found && !makefile_failed(mk))
		apply(implicit, file, found);
	return found != NULL;
}
