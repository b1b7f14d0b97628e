/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/tracing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/jobs.h"
#include "build/step_facts.h"
#include "build/tracer.h"
#include "cli/explanation.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/why.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/variable.h"
#include "view/view.h"

/* set for what runs in a view: a tmake in there is part of the step that started it */
static const char in_view[] = "TMAKE_VIEW";

static bool
is_set_to(const char *name, const char *value)
{
	const char *now = getenv(name);
	return now && !strcmp(now, value);
}

bool
tracing_may_view(void)
{
	return getenv(in_view) || (!is_set_to("TMAKE_TRACE", "no") && !access("/dev/fuse", R_OK | W_OK));
}

static void
begun(void *arg, struct step *step)
{
	struct invocation *inv = arg;
	tracer_begin(inv->tracer, step);
}

static void *
view_of(void *arg, struct step *step)
{
	struct invocation *inv = arg;
	return tracer_view(inv->tracer, step);
}

static bool
idle(void *arg, int fd)
{
	struct invocation *inv = arg;
	return tracer_idle(inv->tracer, fd);
}

static void
wait_for_shell(void *arg, int fd)
{
	struct invocation *inv = arg;
	tracer_wait(inv->tracer, fd);
}

void
tracing_watch_jobs(struct invocation *inv, struct jobs_config *jobs)
{
	jobs->begun = begun;
	jobs->view = view_of;
	jobs->enter = tracer_enter(inv->tracer, false);
	jobs->enter_for_make = tracer_enter(inv->tracer, true);
	jobs->idle = idle;
	jobs->directory = inv->directory;
}

static bool
decide(void *self, struct step *step, bool is_stale)
{
	struct invocation *inv = self;
	return tracer_judge(inv->tracer, step, is_stale);
}

static void
add_traced(void *self, struct step *step)
{
	struct invocation *inv = self;
	tracer_add_dependencies(inv->tracer, step);
}

static void
say(void *arg, const char *text)
{
	struct invocation *inv = arg;
	message_say(inv->message, MESSAGE_WARNING, NULL, text);
}

static void
describe(void *arg, const struct verdict *verdict, const struct trace *last, struct buf *out)
{
	struct invocation *inv = arg;
	why_reason(out, &(struct why){
	        .target = "", .verdict = verdict, .last = last, .directory = inv->directory });
}

/* absolute paths, NULL-terminated; in the makefile's arena */
static const char *const *
absolute_paths(struct invocation *inv, const struct texts *names)
{
	struct arena *arena = inv->makefile->arena;
	const char **paths = arena_alloc(arena, (names->count + 1) * sizeof *paths);
	for (size_t i = 0; i < names->count; i++)
		paths[i] = absolute_path(arena, inv->directory, names->at[i]);
	return paths;
}

static void
serves(void *arg, const char *address)
{
	struct invocation *inv = arg;
	struct makefile *mk = inv->makefile;
	struct variable *v = variable_set(mk, mk->globals, name_of(mk->names, in_view), address,
	                                  strlen(address), ORIGIN_DEFAULT, false, NULL);
	v->exported = EXPORT_YES;
}

void
tracing_start(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct tracer_config config = {
		.files = inv->files,
		.world = &inv->world,
		.directory = inv->directory,
		.compare_time = o->compare ? !strcmp(o->compare, "time")
		                           : is_set_to("TMAKE_COMPARE", "time"),
		.always_make = o->always_make,
		.is_dry = o->just_print || o->question || o->touch || o->why.count,
		.top = getenv(in_view),
		.is_off = is_set_to("TMAKE_TRACE", "no"),
		.new_files = absolute_paths(inv, &o->new_files),
		.old_files = absolute_paths(inv, &o->old_files),
		.arg = inv,
		.say = say,
		.serves = serves,
		.describe = describe,
	};
	if (o->why.count) {
		explanation_start(inv);
		config.judged = explanation_add;
	}
	inv->tracer = tracer_new(&config);
	if (!config.top) {
		inv->world.wait = wait_for_shell;
		inv->world.wait_arg = inv;
	}
}

void
tracing_watch_walk(struct invocation *inv)
{
	inv->update.run.decide = decide;
	inv->update.run.traced = add_traced;
}
