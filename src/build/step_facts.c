/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/step_facts.h"

#include <stdlib.h>
#include <string.h>

#include "build/tool_environment.h"
#include "build/verdict.h"
#include "graph/automatic.h"
#include "graph/file.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"
#include "sys/path.h"

const char *
absolute_path(struct arena *arena, const char *directory, const char *path)
{
	struct buf joined = BUF_INIT;
	if (*path != '/')
		buf_addf(&joined, "%s/", directory);
	buf_adds(&joined, path);
	char *clean = path_clean(joined.data);
	const char *copy = arena_dup(arena, clean, strlen(clean));
	free(clean);
	buf_release(&joined);
	return copy;
}

/* whether the text refers to one of the automatic variables, in any form: $<, $(<), $(<D) */
static bool
refers_to(const char *text, const char *names)
{
	for (; (text = strchr(text, '$')); text++) {
		char c = text[1] == '(' || text[1] == '{' ? text[2] : text[1];
		if (c && strchr(names, c))
			return true;
		if (text[1] == '$')
			text++;
	}
	return false;
}

static void
describe_recipe(struct step_facts *now, struct files *files, struct step *step)
{
	struct makefile *mk = files->makefile;
	const struct recipe *recipe = step->recipe;
	struct scope *scope = step_scope(files, step);
	struct buf text = BUF_INIT;
	automatic_set_inert(files, step);
	for (size_t i = 0; i < recipe->line_count; i++) {
		struct loc loc = recipe->loc;
		loc.offset = i;
		expand_inert(mk, scope, recipe->lines[i], &loc, &text);
		buf_addc(&text, '\n');
	}
	now->recipe = arena_dup(now->arena, text.data, text.len);
	buf_clear(&text);
	expand_inert(mk, scope, "$(SHELL)\n$(.SHELLFLAGS)\n", NULL, &text);
	buf_adds(&text, mk->rules.one_shell ? ".ONESHELL" : "");
	now->shell = arena_dup(now->arena, text.data, text.len);
	buf_release(&text);
	now->uses_newer = refers_to(recipe->text, "?");
}

/* ---- the environment ---- */

struct environment_filter {
	struct step_facts *now;
	struct makefile *mk;
	struct scope *scope;
	struct map named; /* name -> itself: those that the recipe names */
};

static void
note_name(void *arg, const char *name, size_t len)
{
	struct environment_filter *filter = arg;
	const struct name *interned = name_intern(filter->mk->names, name, len);
	map_put(&filter->named, interned, (void *)interned);
}

/* exported by a makefile or the command line, not just handed down from our own environment */
static bool
is_exported_by_makefile(const struct environment_filter *filter, const struct name *name)
{
	const struct variable *v = variable_find(filter->mk, filter->scope, name);
	return v && (v->exported == EXPORT_YES || v->origin == ORIGIN_FILE ||
	             v->origin == ORIGIN_COMMAND_LINE || v->origin == ORIGIN_OVERRIDE);
}

static void
take_variable(void *arg, const char *name, const char *value)
{
	struct environment_filter *filter = arg;
	struct arena *arena = filter->now->arena;
	const struct name *interned = name_of(filter->mk->names, name);
	if (tool_environment_is_bookkeeping(name) ||
	    !(tool_environment_counts(name) || map_get(&filter->named, interned) ||
	      is_exported_by_makefile(filter, interned)))
		return;
	struct environment_entry entry = {
		.name = arena_dup(arena, name, strlen(name)),
		.value = arena_dup(arena, value, strlen(value)),
	};
	vec_push(&filter->now->environment, entry);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct environment_entry *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static void
describe_environment(struct step_facts *now, struct files *files, struct step *step)
{
	struct environment_filter filter = {
		.now = now, .mk = files->makefile, .scope = step_scope(files, step),
	};
	shell_names(step->recipe->text, false, note_name, &filter);
	shell_names(now->recipe, true, note_name, &filter);
	variable_environment_inert(filter.mk, filter.scope, take_variable, &filter);
	map_release(&filter.named);
	if (now->environment.count)
		qsort(now->environment.at, now->environment.count, sizeof *now->environment.at,
		      compare_entries);
}

/* ---- prerequisites ---- */

/* phony, or a name that is no file and has no recipe to be one, as FORCE */
static bool
is_always_newer(const struct file *file)
{
	if (file->is_phony || file->mtime != TIME_ABSENT)
		return file->is_phony;
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->recipe)
			return false;
	return true;
}

static void
describe_prerequisites(struct step_facts *now, const struct step *step)
{
	const struct dependencies *all = &step->dependencies;
	now->prerequisites = arena_alloc(now->arena, (all->count + 1) * sizeof *now->prerequisites);
	for (size_t i = 0; i < all->count; i++) {
		const struct file *file = all->at[i].file;
		if (all->at[i].is_traced)
			continue;
		while (file->same_as)
			file = file->same_as;
		now->prerequisites[now->prerequisite_count++] = (struct prerequisite_fact){
			.path = absolute_path(now->arena, now->directory, file->path),
			.order_only = all->at[i].order_only,
			.remade = file->was_made,
			.always_newer = is_always_newer(file),
			.is_makefile = file->is_makefile,
		};
	}
}

void
step_facts_init(struct step_facts *now, struct files *files, struct step *step,
                const char *directory)
{
	*now = (struct step_facts){ .arena = arena_new() };
	const struct loc *loc = &step->recipe->loc;
	now->directory = arena_dup(now->arena, directory, strlen(directory));
	now->target = step->file->name->text;
	now->target_path = absolute_path(now->arena, directory, step->file->path);
	now->makefile = loc->file ? absolute_path(now->arena, directory, loc->file->text) : "";
	now->line = loc->line;
	recipe_chop(files->makefile, step->recipe);
	describe_recipe(now, files, step);
	describe_environment(now, files, step);
	describe_prerequisites(now, step);
}

void
step_facts_release(struct step_facts *now)
{
	vec_release(&now->environment);
	arena_free(now->arena);
}

void
step_facts_record(const struct step_facts *now, struct trace *trace)
{
	trace->directory = trace_dup(trace, now->directory);
	trace->target = trace_dup(trace, now->target);
	trace->makefile = trace_dup(trace, now->makefile);
	trace->line = now->line;
	trace->recipe = trace_dup(trace, now->recipe);
	trace->shell = trace_dup(trace, now->shell);
	trace->uses_newer = now->uses_newer;
	for (size_t i = 0; i < now->environment.count; i++) {
		struct environment_entry entry = {
			.name = trace_dup(trace, now->environment.at[i].name),
			.value = trace_dup(trace, now->environment.at[i].value),
		};
		vec_push(&trace->environment, entry);
	}
	for (size_t i = 0; i < now->prerequisite_count; i++) {
		struct declared declared = {
			.path = trace_dup(trace, now->prerequisites[i].path),
			.order_only = now->prerequisites[i].order_only,
		};
		vec_push(&trace->declared, declared);
	}
}
