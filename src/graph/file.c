/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/file.h"

#include <stdlib.h>
#include <string.h>

#include "graph/automatic.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"

struct files *
files_new(struct makefile *mk)
{
	struct files *files = xcalloc(1, sizeof *files);
	files->makefile = mk;
	return files;
}

static void
step_free(struct step *step)
{
	vec_release(&step->dependencies);
	vec_release(&step->also_made);
	free(step);
}

static void
file_free(struct file *file)
{
	for (size_t i = 0; i < file->steps.count; i++)
		step_free(file->steps.at[i]);
	vec_release(&file->steps);
	free(file);
}

void
files_free(struct files *files)
{
	for (size_t i = 0; i < files->all.count; i++)
		file_free(files->all.at[i]);
	vec_release(&files->all);
	map_release(&files->by_name);
	free(files);
}

struct file *
file_find(const struct files *files, const struct name *name)
{
	return map_get(&files->by_name, name);
}

static void
take_target_flags(struct file *file, const struct rules *rules)
{
	const struct target *target = file->target;
	if (!target)
		return;
	file->is_explicit = target->is_explicit;
	file->is_target = target->is_target;
	file->is_phony = target->is_phony;
	file->is_double_colon = target->is_double_colon;
	file->is_precious = target->is_precious;
	file->is_intermediate = target->is_intermediate && !target->is_notintermediate &&
	                        !rules->all_notintermediate;
}

struct file *
file_of(struct files *files, const struct name *name)
{
	struct file *file = file_find(files, name);
	if (file)
		return file;
	file = xcalloc(1, sizeof *file);
	file->name = name;
	file->path = name->text;
	file->target = target_find(files->makefile, name);
	take_target_flags(file, &files->makefile->rules);
	map_put(&files->by_name, name, file);
	vec_push(&files->all, file);
	return file;
}

void
dependencies_add(struct files *files, struct dependencies *out, const struct prerequisites *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct prerequisite *p = &from->at[i];
		struct dependency dependency = {
			.file = file_of(files, p->name),
			.order_only = p->order_only,
			.is_wait = p->is_wait,
		};
		vec_push(out, dependency);
	}
}

static struct step *
step_new(struct file *file)
{
	struct step *step = xcalloc(1, sizeof *step);
	step->file = file;
	vec_push(&file->steps, step);
	return step;
}

struct scope *
step_scope(struct files *files, struct step *step)
{
	struct file *file = step->file;
	if (step->scope)
		return step->scope;
	struct file *parent = file->parent;
	struct scope *below = parent && parent->steps.count
	                              ? step_scope(files, parent->steps.at[0])
	                              : files->makefile->globals;
	/* a parent's automatic variables are no part of what is inherited */
	while (parent && below != files->makefile->globals && below == parent->steps.at[0]->scope)
		below = below->parent;
	struct target *target = file->target ? file->target
	                                     : target_of(files->makefile, file->name);
	step->scope = scope_new(files->makefile, target_scope(files->makefile, target, below));
	return step->scope;
}

/* .SECONDEXPANSION: what the prerequisites of one rule are for this target */
static void
expand_second(struct files *files, struct step *step, const struct rule *rule)
{
	struct makefile *mk = files->makefile;
	struct prerequisites found = { 0 };
	struct buf text = BUF_INIT;
	automatic_set(files, step);
	expand_text(mk, step_scope(files, step), rule->unexpanded, &rule->loc, &text);
	if (!makefile_failed(mk))
		prerequisites_split(mk, text.data, &found);
	dependencies_add(files, &step->dependencies, &found);
	vec_release(&found);
	buf_release(&text);
}

static void
add_rule(struct files *files, struct step *step, const struct rule *rule)
{
	dependencies_add(files, &step->dependencies, &rule->prerequisites);
	if (rule->unexpanded) {
		if (rule->stem)
			step->stem = rule->stem;
		expand_second(files, step, rule);
	}
}

static void
add_group(struct files *files, struct step *step, const struct group *group)
{
	for (size_t i = 0; group && i < group->count; i++) {
		struct file *peer = file_of(files, group->at[i]->name);
		if (peer != step->file)
			vec_push(&step->also_made, peer);
	}
}

/* each :: rule is a step of its own */
static void
resolve_double_colon(struct files *files, struct file *file)
{
	const struct target *target = file->target;
	for (size_t i = 0; i < target->rules.count; i++) {
		const struct rule *rule = target->rules.at[i];
		struct step *step = step_new(file);
		step->recipe = rule->recipe;
		step->loc = rule->loc;
		step->stem = rule->stem;
		add_group(files, step, rule->group);
		add_rule(files, step, rule);
	}
}

static void
resolve_single_colon(struct files *files, struct file *file)
{
	const struct target *target = file->target;
	struct step *step = step_new(file);
	if (!target)
		return;
	step->recipe = target->recipe;
	step->loc = target->loc;
	step->stem = target->stem;
	add_group(files, step, target->group);
	for (size_t i = 0; i < target->rules.count; i++)
		add_rule(files, step, target->rules.at[i]);
}

void
file_resolve(struct files *files, struct file *file)
{
	if (file->is_resolved)
		return;
	file->is_resolved = true;
	if (file->target && file->is_double_colon && file->target->rules.count)
		resolve_double_colon(files, file);
	else
		resolve_single_colon(files, file);
}
