/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/explanation.h"

#include <stdlib.h>
#include <string.h>

#include "build/step_facts.h"
#include "build/verdict.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/why.h"
#include "graph/file.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/makefile.h"

enum { DEEPEST = 100 };

/* one verdict as text, and the path that its reason names */
struct told {
	const char *text; /* lines, not indented */
	const struct name *because;
	bool runs;
	bool is_said;
};

struct explanation {
	struct arena *arena;
	struct map by_path; /* absolute path of a target or of what its last run made (name) -> struct told */
};

static const struct name *
path_name(const struct invocation *inv, struct arena *arena, const char *path)
{
	return name_of(inv->makefile->names, absolute_path(arena, inv->directory, path));
}

void
explanation_start(struct invocation *inv)
{
	inv->explanation = xcalloc(1, sizeof *inv->explanation);
	inv->explanation->arena = arena_new();
}

void
explanation_add(void *invocation, const struct step *step, const struct verdict *verdict,
                struct trace *last, bool runs)
{
	struct invocation *inv = invocation;
	struct buf text = BUF_INIT;
	struct explanation *all = inv->explanation;
	why_verdict(&text, &(struct why){
	        .target = step->file->path, .verdict = verdict, .last = last,
	        .directory = inv->directory, .is_verbose = inv->options->version });
	struct told *told = arena_alloc(all->arena, sizeof *told);
	told->text = arena_dup(all->arena, text.data, text.len);
	told->runs = runs;
	if (verdict->path)
		told->because = path_name(inv, all->arena, verdict->path);
	buf_release(&text);
	map_put(&all->by_path, path_name(inv, all->arena, step->file->path), told);
	for (size_t i = 0; last && i < last->effects.count; i++)
		if (!map_get(&all->by_path, path_name(inv, all->arena, last->effects.at[i].path)))
			map_put(&all->by_path,
			        path_name(inv, all->arena, last->effects.at[i].path), told);
}

/* the lines, each behind blanks */
static void
add_indented(struct buf *out, const char *text, unsigned depth)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		buf_addf(out, "%*s%.*s\n", (int)(2 * depth), "", (int)len, text);
		text += len + (text[len] == '\n');
	}
}

static void
tell(struct explanation *all, struct told *told, struct buf *out)
{
	for (unsigned depth = 0; told && depth < DEEPEST; depth++) {
		if (depth && (!told->runs || told->is_said))
			return;
		told->is_said = true;
		add_indented(out, told->text, depth);
		told = told->because ? map_get(&all->by_path, told->because) : NULL;
	}
}

static void
tell_target(struct invocation *inv, const char *target, struct buf *out)
{
	struct explanation *all = inv->explanation;
	struct told *told = map_get(&all->by_path, path_name(inv, all->arena, target));
	const struct file *file = file_find(inv->files, name_of(inv->makefile->names, target));
	if (!told && file)
		told = map_get(&all->by_path, path_name(inv, all->arena, file->path));
	if (told)
		tell(all, told, out);
	else
		buf_addf(out, "%s: no recipe makes it\n", target);
}

int
explanation_say(struct invocation *inv)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < inv->options->why.count; i++)
		tell_target(inv, inv->options->why.at[i], &out);
	message_raw(inv->message, false, out.data, out.len);
	buf_release(&out);
	return EXIT_SUCCESS;
}

void
explanation_free(struct explanation *all)
{
	map_release(&all->by_path);
	arena_free(all->arena);
	free(all);
}
