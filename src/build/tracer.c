/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "build/ambient.h"
#include "build/client.h"
#include "build/root.h"
#include "build/session.h"
#include "build/step_facts.h"
#include "build/verdict.h"
#include "build/versions.h"
#include "build/visits.h"
#include "build/world.h"
#include "parser/base/arena.h"
#include "parser/base/buf.h"
#include "parser/base/map.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "store/store.h"
#include "store/trace_store.h"
#include "sys/guard.h"
#include "sys/loop.h"
#include "sys/path.h"
#include "trace/snapshot.h"
#include "trace/trace.h"
#include "view/view.h"

enum { FLUSH_BYTES = 256 * 1024 };

/* a step that is running */
struct run {
	void *view;            /* NULL: unseen */
	struct trace *trace;   /* owned */
	struct timespec began; /* monotonic */
	bool has_started;      /* some process of it */
};

struct tracer {
	struct tracer_config config;
	struct names *names;   /* borrowed from the makefile */
	struct arena *arena;
	char *root;            /* owned */
	struct store *store;
	struct trace_store *traces; /* NULL: off */
	struct snapshot *now;
	struct ambient *ambient;
	struct view_server *server;
	struct loop *loop;     /* of the top */
	struct session *session;
	struct visits *visits; /* which steps the walks of this build have come to */
	struct trace *unsaid;  /* sub-make: those of ours that the top has not been told of yet; as `declared` */
	struct client *client; /* of a sub-make: the top has store and views */
	bool has_tried_server;
	const char *hidden[2]; /* .tmake, for views and snapshots */
	struct map runs;       /* step -> struct run */
	struct map reasons;    /* step -> text: why it is going to run */
	struct map forced;     /* steps that run for nothing but a prerequisite that is always newer */
	struct versions *versions; /* what each step left; NULL: not needed yet */
	/* the step whose verdict or trace is in hand: the tree is seen from its place */
	const struct step *looking;
	struct {
		VEC(const struct step *)
	} listed;              /* ran in this build and listed directories */
	const struct trace *last;
	struct state shown;    /* a state that snapshot_state does not have */
	uint64_t build;
	/* while a recipe is expanded: what its $(shell) calls see */
	struct run *expanding;
	struct world_watch watch;
};

static void
say(struct tracer *t, const char *format, const char *text)
{
	struct buf line = BUF_INIT;
	buf_addf(&line, format, text); /* NOLINT: formats are literals below */
	t->config.say(t->config.arg, line.data);
	buf_release(&line);
}

/* ---- store ---- */

static void
open_store(struct tracer *t)
{
	struct buf message = BUF_INIT;
	bool only_reads = t->config.is_dry || t->client;
	int err = store_open(&t->store, t->root, only_reads ? STORE_READ_ONLY : 0, &message);
	if (message.len && !(only_reads && err == -ENOENT))
		t->config.say(t->config.arg, message.data);
	buf_release(&message);
	if (err)
		return;
	t->traces = trace_store_new(t->store);
	t->hidden[0] = store_folder(t->store);
	t->now = snapshot_new(&snapshot_real_world, trace_store_digests(t->traces), t->hidden);
}

static void
correct_all_listings(struct tracer *);

static void
close_store(struct tracer *t)
{
	if (t->now)
		snapshot_free(t->now);
	if (t->traces)
		trace_store_free(t->traces);
	if (t->store)
		store_close(t->store);
	t->now = NULL;
	t->traces = NULL;
	t->store = NULL;
}

static void
add_ambient(struct tracer *t, enum ambient_class class, const struct names_list *patterns)
{
	for (size_t i = 0; i < patterns->count; i++)
		ambient_add(t->ambient, class, t->config.directory, patterns->at[i]->text);
}

/* a sub-make tells and is told, before and after it runs one itself */
static void
exchange_visits(struct tracer *t)
{
	static const char others = 0; /* stands for all other walks */
	if (!t->client)
		return;
	t->unsaid->directory = t->config.directory;
	client_visited(t->client, t->unsaid);
	for (size_t i = 0; i < t->unsaid->declared.count; i++)
		visits_add(t->visits, &others, t->config.directory, t->unsaid->declared.at[i].path);
	t->unsaid->declared.count = 0;
}

/* a sub-make reads the store, in the real tree; what it cannot join it is an unseen part of */
static void
join(struct tracer *t)
{
	t->client = client_connect(t->config.top);
	if (!t->client)
		return;
	if (!path_is_below(t->config.directory, client_root(t->client)) ||
	    client_join(t->client, t->config.directory)) {
		client_free(t->client);
		t->client = NULL;
		return;
	}
	free(t->root);
	t->root = xstrdup(client_root(t->client));
	open_store(t);
	exchange_visits(t);
}

struct tracer *
tracer_new(const struct tracer_config *config)
{
	struct tracer *t = xcalloc(1, sizeof *t);
	struct makefile *mk = config->files->makefile;
	t->config = *config;
	t->names = mk->names;
	t->arena = arena_new();
	t->visits = visits_new();
	t->unsaid = trace_new();
	t->root = root_of(config->directory);
	t->ambient = ambient_new(getenv("HOME"));
	add_ambient(t, AMBIENT_FILE, &mk->rules.tmake_ambient);
	add_ambient(t, AMBIENT_STATE, &mk->rules.tmake_state);
	if (config->top)
		join(t);
	else if (!config->is_off)
		open_store(t);
	return t;
}

void
tracer_set_always_make(struct tracer *t, bool is_wanted)
{
	t->config.always_make = is_wanted;
}

void
tracer_free(struct tracer *t)
{
	if (t->traces)
		correct_all_listings(t);
	vec_release(&t->listed);
	if (t->session)
		session_free(t->session);
	if (t->client)
		client_free(t->client);
	if (t->loop)
		loop_free(t->loop);
	if (t->server)
		view_server_stop(t->server);
	close_store(t);
	visits_free(t->visits);
	trace_free(t->unsaid);
	ambient_free(t->ambient);
	map_release(&t->runs);
	map_release(&t->reasons);
	map_release(&t->forced);
	if (t->versions)
		versions_free(t->versions);
	arena_free(t->arena);
	free(t->root);
	free(t);
}

/* ---- views ---- */

/* a folder of the store that views are mounted on: no view shows it */
static char *
mount_point(const struct tracer *t)
{
	struct buf path = BUF_INIT;
	buf_addf(&path, "%s/view", store_folder(t->store));
	mkdir(path.data, 0700);
	return buf_steal(&path, NULL);
}

static struct versions *
versions_of(struct tracer *t)
{
	if (!t->versions) {
		t->versions = versions_new();
		versions_load(t->versions, t->traces);
	}
	return t->versions;
}

/* ---- sub-makes ---- */

static void
member_joined(void *arg)
{
	struct tracer *t = arg;
	(void)trace_store_flush(t->traces);
}

static struct view *
lend_view(void *arg)
{
	struct tracer *t = arg;
	return view_open(t->server);
}

static void
take_view_back(void *arg, struct view *view, struct trace *seen)
{
	(void)arg;
	view_close(view, seen);
}

static void
put_for_member(void *arg, const struct trace *trace)
{
	struct tracer *t = arg;
	for (size_t i = 0; i < trace->effects.count; i++)
		snapshot_forget(t->now, trace->effects.at[i].path);
	trace_store_put(t->traces, trace);
	versions_replace(versions_of(t), trace);
}

static void
forget_for_member(void *arg, const char *directory, const char *target)
{
	struct tracer *t = arg;
	trace_store_delete(t->traces, directory, target);
}

static void
add_other(void *arg, const char *target)
{
	struct trace *into = arg;
	struct declared other = { .path = trace_dup(into, target) };
	vec_push(&into->declared, other);
}

static void
visited_by_member(void *arg, const void *member, const struct trace *visited, struct trace *others)
{
	struct tracer *t = arg;
	for (size_t i = 0; i < visited->declared.count; i++)
		visits_add(t->visits, member, visited->directory, visited->declared.at[i].path);
	others->directory = trace_dup(others, visited->directory);
	visits_each_other(t->visits, member, visited->directory, add_other, others);
}

static void
note_visit(struct tracer *t, const struct step *step)
{
	const char *target = step->file->name->text;
	visits_add(t->visits, t, t->config.directory, target);
	if (t->client)
		add_other(t->unsaid, target);
}

static void
serve(struct tracer *t)
{
	struct session_ops ops = {
		.arg = t, .root = t->root, .joined = member_joined, .open_view = lend_view,
		.close_view = take_view_back, .put = put_for_member, .forget = forget_for_member,
		.visited = visited_by_member,
	};
	t->session = session_new(t->loop, &ops);
	if (t->session && t->config.serves)
		t->config.serves(t->config.arg, session_address(t->session));
}

/*
 * The guard is forked here.  An SQLite connection must not live through a fork, so the store is closed before and opened
 * again in the engine.
 */
static void
start_server(struct tracer *t)
{
	t->has_tried_server = true;
	close_store(t);
	guard_fork();
	open_store(t);
	if (!t->traces)
		return;
	t->loop = loop_new(); /* before there are other threads: SIGCHLD is blocked in all */
	char *point = mount_point(t);
	const char *exact[] = { t->root, t->config.directory, "/tmp", NULL };
	struct view_server_config config = {
		.mount_point = point, .hidden = t->hidden, .exact = exact,
	};
	int err = view_server_start(&t->server, &config);
	free(point);
	if (err && !t->config.compare_time)
		say(t, "warning: recipes run unseen, by GNU make's rules: %s", view_trouble());
	if (err) {
		/* sub-makes must not take the store for another build's */
		if (t->config.serves)
			t->config.serves(t->config.arg, "");
		return;
	}
	t->build = trace_store_begin_build(t->traces);
	serve(t);
}

static bool
is_seen(const struct tracer *t)
{
	return t->server || (t->client && t->traces);
}

static void *
open_view(struct tracer *t)
{
	return t->client ? (void *)client_open_view(t->client) : (void *)view_open(t->server);
}

static void
close_view(struct tracer *t, void *view, struct trace *seen)
{
	if (t->client)
		client_close_view(t->client, view, seen);
	else
		view_close(view, seen);
	trace_normalize(seen);
}

int (*tracer_enter(const struct tracer *t, bool for_make))(void *)
{
	if (t->client)
		return for_make ? client_enter_for_make : client_enter;
	return for_make ? view_enter_for_make : view_enter;
}

void
tracer_wait(struct tracer *t, int fd)
{
	if (t->loop)
		while (!loop_wait(t->loop, fd) && fd >= 0)
			;
}

bool
tracer_idle(struct tracer *t, int fd)
{
	if (t->loop)
		loop_wait(t->loop, fd);
	return t->loop;
}

/* ---- $(shell) of a recipe ---- */

static void *
begin_shell(void *arg)
{
	struct tracer *t = arg;
	return is_seen(t) ? open_view(t) : NULL;
}

static void
end_shell(void *arg, void *view, const char *command, const char *result, int status)
{
	struct tracer *t = arg;
	struct trace *into = t->expanding->trace, *seen = trace_new();
	if (view)
		close_view(t, view, seen);
	snapshot_complete(t->now, seen, NULL);
	struct shell_call call = {
		.command = trace_dup(into, command), .result = trace_dup(into, result),
		.status = status,
	};
	for (size_t i = 0; i < seen->accesses.count; i++) {
		struct access access = seen->accesses.at[i];
		access.path = trace_dup(into, access.path);
		access.process = PROCESS_NONE;
		vec_push(&call.accesses, access);
	}
	vec_push(&into->shell_calls, call);
	trace_free(seen);
}

static const char *
call_shell(void *arg, const struct shell_call *call, int *status)
{
	struct tracer *t = arg;
	struct buf out = BUF_INIT;
	const struct host *host = &t->config.world->host;
	*status = host->shell(host->self, call->command, NULL, &out);
	const char *result = arena_dup(t->arena, out.data, out.len);
	buf_release(&out);
	return result;
}

/* ---- verdicts ---- */

/* a step that the walk has not come to yet is after the one that looks: it was put before it if that needs it */
static bool
is_later(void *arg, const struct version *v)
{
	const struct tracer *t = arg;
	if (strcmp(v->directory, t->config.directory))
		return false;
	const struct name *name = name_find(t->names, v->target, strlen(v->target));
	const struct file *file = name ? file_find(t->config.files, name) : NULL;
	if (file == t->looking->file)
		return false;
	if (visits_by_other(t->visits, t, v->directory, v->target))
		return false;
	return !file || !file->order || file->order > t->looking->file->order;
}

static struct versions_look
look_of(struct tracer *t)
{
	return (struct versions_look){ .is_later = is_later, .arg = t };
}

/* snapshot_view.shown */
static const struct state *
shown(void *arg, const char *path, unsigned kinds)
{
	struct tracer *t = arg;
	struct versions_look look = look_of(t);
	(void)kinds;
	if (!versions_any(versions_of(t), path))
		return NULL;
	return versions_undone(versions_of(t), &look, path,
	                       snapshot_state(t->now, path, ACCESS_READ | ACCESS_LINK));
}

/* snapshot_view.filter */
static void
filter(void *arg, const char *directory, struct listing *names)
{
	struct tracer *t = arg;
	struct versions_look look = look_of(t);
	versions_filter(versions_of(t), &look, directory, names);
}

static bool
ignores(void *arg, const char *path)
{
	const struct tracer *t = arg;
	return ambient_class_of(t->ambient, path) != AMBIENT_NONE;
}

static struct snapshot_view
snapshot_view_of(struct tracer *t)
{
	return (struct snapshot_view){
		.shown = shown, .filter = filter, .ignores = ignores, .arg = t };
}

static const struct state *
state_now(void *arg, const char *path, unsigned kinds)
{
	struct tracer *t = arg;
	struct snapshot_view view = snapshot_view_of(t);
	const struct state *other = shown(t, path, kinds);
	if (other)
		return other;
	const struct state *state = snapshot_state(t->now, path, kinds & ~(unsigned)ACCESS_LIST);
	if (!(kinds & ACCESS_LIST) || state->type != FILE_DIRECTORY)
		return state;
	t->shown = *state;
	snapshot_digest_names(t->now, path, t->last, &view, &t->shown.digest);
	t->shown.has_digest = true;
	return &t->shown;
}

static bool
owns(void *arg, const char *path)
{
	struct tracer *t = arg;
	return path_is_below(path, t->root) || path_is_below(path, t->config.directory);
}

static struct facts
facts_of(struct tracer *t, const struct step *step, const struct step_facts *now)
{
	return (struct facts){
		.directory = now->directory,
		.target_path = now->target_path,
		.recipe = now->recipe,
		.shell = now->shell,
		.environment = now->environment.at,
		.environment_count = now->environment.count,
		.prerequisites = now->prerequisites,
		.prerequisite_count = now->prerequisite_count,
		.new_files = t->config.new_files,
		.old_files = t->config.old_files,
		.state = state_now,
		.owns = owns,
		.call_shell = call_shell,
		.arg = t,
		.ambient = t->ambient,
		.phony = step->file->is_phony,
		.always_make = t->config.always_make,
		.compare_time = t->config.compare_time,
	};
}

/* kept against its time stamps: touched as `make -t` would, so that they tell the truth to every other tool */
static void
touch_kept(struct tracer *t, struct step *step, const char *path)
{
	if (t->config.is_dry || step->file->is_phony)
		return;
	snapshot_before_touch(t->now, path);
	utimensat(AT_FDCWD, path, NULL, 0);
	snapshot_after_touch(t->now, path);
	step->file->mtime = TIME_UNKNOWN;
}

/*
 * $? of a recipe that is incremental by its author's will, or runs for nothing but FORCE, names what changed; of every
 * other run it is all.
 */
static void
mark_changed(struct step *step, const struct trace *last, const struct facts *facts, bool is_forced)
{
	bool only = is_forced ||
	            (last && last->uses_newer && verdict_only_prerequisites(last, facts));
	size_t fact = 0;
	for (size_t i = 0; i < step->dependencies.count; i++) {
		struct dependency *d = &step->dependencies.at[i];
		if (!d->is_traced)
			d->changed = !only || verdict_prerequisite_changed(last, facts, fact++);
	}
}

static void
note_reason(struct tracer *t, const struct step *step, const struct verdict *verdict,
            const struct trace *last)
{
	struct buf text = BUF_INIT;
	if (t->config.describe)
		t->config.describe(t->config.arg, verdict, last, &text);
	map_put(&t->reasons, step, arena_dup(t->arena, text.data, text.len));
	buf_release(&text);
}

/*
 * A target that no recipe of its own has made yet, but that of another one (two targets of one rule, each recipe making
 * both): it goes by that one's verdict, which was before, as long as it is as that left it.
 */
static const struct version *
maker_of(struct tracer *t, const struct step_facts *now)
{
	const struct version *maker = versions_owner(versions_of(t), now->target_path);
	if (!maker || strcmp(maker->directory, t->config.directory) ||
	    !strcmp(maker->target, now->target) || maker->after.type != FILE_REGULAR)
		return NULL;
	const struct state *state = snapshot_state(t->now, now->target_path, ACCESS_READ);
	return state_match(&maker->after, state, ACCESS_READ) == MATCH_SAME ? maker : NULL;
}

/* the reason that GNU make's rule has, for one that no trace speaks of */
static void
explain_time_stamps(struct verdict *verdict, const struct step *step, bool is_stale)
{
	verdict->kind = is_stale ? VERDICT_RUN : VERDICT_KEEP;
	verdict->reason = REASON_NOT_OLDER;
	if (!is_stale)
		return;
	verdict->reason = REASON_TARGET_MISSING;
	verdict->path = step->file->path;
	if (step->file->mtime == TIME_ABSENT)
		return;
	for (size_t i = 0; i < step->dependencies.count; i++)
		if (step->dependencies.at[i].changed && !step->dependencies.at[i].order_only) {
			verdict->reason = REASON_PREREQUISITE_NEWER;
			verdict->path = step->dependencies.at[i].file->path;
			return;
		}
}

/* nothing is run, so whether what a step makes would come out the same is not known: its users are told to follow */
static bool
follows_prediction(const struct tracer *t, const struct step *step, struct verdict *verdict)
{
	for (size_t i = 0; t->config.is_dry && i < step->dependencies.count; i++) {
		const struct dependency *d = &step->dependencies.at[i];
		if (!d->file->was_made || (d->order_only && !d->is_traced))
			continue;
		*verdict = (struct verdict){
			.kind = VERDICT_RUN, .reason = REASON_PREREQUISITE_REMADE,
			.time_stamps_because = REASON_COUNT, .path = d->file->path,
			.process = PROCESS_NONE,
		};
		return true;
	}
	return false;
}

static bool
decide(struct tracer *t, struct step *step, bool is_stale, const struct step_facts *now,
       struct trace *last)
{
	struct facts facts = facts_of(t, step, now);
	struct verdict verdict = verdict_of(last, &facts);
	bool runs = verdict.kind == VERDICT_RUN || verdict.kind == VERDICT_FORCED;
	if (verdict.kind == VERDICT_BY_TIME_STAMPS) {
		bool may_ask = !last && t->traces && !t->config.compare_time;
		const struct version *maker = may_ask ? maker_of(t, now) : NULL;
		runs = is_stale && !maker;
		explain_time_stamps(&verdict, step, is_stale);
		if (maker) {
			verdict.kind = VERDICT_KEEP;
			verdict.reason = REASON_MADE_BY;
			verdict.name = maker->target;
		}
		if (maker && is_stale)
			touch_kept(t, step, now->target_path);
	} else if (runs && !step->file->is_phony) {
		mark_changed(step, last, &facts, verdict.kind == VERDICT_FORCED);
	} else if (!runs && follows_prediction(t, step, &verdict)) {
		runs = true;
	} else if (!runs && is_stale) {
		touch_kept(t, step, now->target_path);
	}
	if (t->config.judged)
		t->config.judged(t->config.arg, step, &verdict, last, runs);
	if (runs && !t->config.is_dry) {
		if (last)
			(void)trace_store_processes(t->traces, last);
		note_reason(t, step, &verdict, last);
		if (verdict.kind == VERDICT_FORCED)
			map_put(&t->forced, step, step);
	}
	return runs;
}

bool
tracer_judge(struct tracer *t, struct step *step, bool is_stale)
{
	struct step_facts now;
	if (!t->traces && !t->config.judged)
		return is_stale;
	note_visit(t, step);
	step_facts_init(&now, t->config.files, step, t->config.directory);
	struct trace *last = !t->traces ? NULL : trace_store_get(t->traces, now.directory, now.target);
	t->looking = step;
	t->last = last;
	if (last && t->config.judged)
		(void)trace_store_processes(t->traces, last);
	bool runs = decide(t, step, is_stale, &now, last);
	if (last)
		trace_free(last);
	step_facts_release(&now);
	return runs;
}

/* ---- dependencies that only the last run knows of ---- */

static bool
depends_on(const struct step *step, const struct file *file)
{
	for (size_t i = 0; i < step->dependencies.count; i++)
		if (step->dependencies.at[i].file == file)
			return true;
	return false;
}

static void
add_traced(struct tracer *t, struct step *step, const char *target_name)
{
	struct files *files = t->config.files;
	const struct name *name = name_of(t->names, target_name);
	const struct target *target = target_find(files->makefile, name);
	struct file *known = file_find(files, name);
	if (name == step->file->name ||
	    !((target && target->is_target) || (known && known->is_target)))
		return;
	struct file *file = file_of(files, name);
	if (file->is_phony || depends_on(step, file))
		return;
	struct dependency dependency = { .file = file, .order_only = true, .is_traced = true };
	vec_push(&step->dependencies, dependency);
}

/*
 * What it read was made by a step before it; what it missed, if it is there now, by one after it.  Of what several steps
 * change in place, it among them, nothing can be said.
 */
static void
add_dependency(struct tracer *t, struct step *step, const struct trace *last,
               const struct access *access)
{
	const struct version *owner = versions_owner(versions_of(t), access->path);
	if (!owner || trace_effect(last, access->path) ||
	    (owner->build == last->build && owner->order > last->order) || access->seen.type == FILE_ABSENT || owner->after.type == FILE_DIRECTORY ||
	    strcmp(owner->directory, t->config.directory))
		return;
	add_traced(t, step, owner->target);
}

/* another target's recipe made it: that one is to be judged first */
static void
add_maker(struct tracer *t, struct step *step)
{
	const char *path = absolute_path(t->arena, t->config.directory, step->file->path);
	const struct version *maker = versions_owner(versions_of(t), path);
	if (maker && !strcmp(maker->directory, t->config.directory))
		add_traced(t, step, maker->target);
}

void
tracer_add_dependencies(struct tracer *t, struct step *step)
{
	if (!t->traces || t->config.compare_time || step->file->is_phony)
		return;
	struct trace *last = trace_store_get(t->traces, t->config.directory,
	                                     step->file->name->text);
	if (!last)
		add_maker(t, step);
	for (size_t i = 0; last && i < last->accesses.count; i++)
		add_dependency(t, step, last, &last->accesses.at[i]);
	if (last)
		trace_free(last);
}

/* ---- runs ---- */

void
tracer_begin(struct tracer *t, struct step *step)
{
	if (t->traces && !t->config.is_dry && !t->client && !t->has_tried_server)
		start_server(t);
	if (!is_seen(t) || t->config.is_dry)
		return;
	if (step->recipe->any_flags & RECIPE_RECURSE)
		exchange_visits(t);
	struct run *run = xcalloc(1, sizeof *run);
	struct step_facts now;
	struct timespec wall;
	run->trace = trace_new();
	step_facts_init(&now, t->config.files, step, t->config.directory);
	step_facts_record(&now, run->trace);
	step_facts_release(&now);
	clock_gettime(CLOCK_REALTIME, &wall);
	clock_gettime(CLOCK_MONOTONIC, &run->began);
	run->trace->started_ns = (int64_t)wall.tv_sec * 1000000000 + wall.tv_nsec;
	run->trace->why = trace_dup(run->trace, map_get(&t->reasons, step) ? map_get(&t->reasons, step)
	                                                                   : "");
	run->trace->build = t->build;
	run->trace->order = step->file->order;
	run->view = open_view(t);
	map_put(&t->runs, step, run);
	t->expanding = run;
	t->watch = (struct world_watch){
		.begin = begin_shell, .enter = tracer_enter(t, false), .end = end_shell,
		.directory = t->config.directory, .arg = t,
	};
	t->config.world->watch = &t->watch;
}

/* the recipe is expanded: from here on $(shell) is somebody else's */
static void
end_expansion(struct tracer *t)
{
	t->config.world->watch = NULL;
	t->expanding = NULL;
}

void *
tracer_view(struct tracer *t, struct step *step)
{
	struct run *run = map_get(&t->runs, step);
	end_expansion(t);
	if (run)
		run->has_started = true;
	return run ? run->view : NULL;
}

static void
complete(struct tracer *t, struct step *step, struct run *run, enum outcome outcome)
{
	struct trace *trace = run->trace;
	struct timespec now;
	struct snapshot_view view = snapshot_view_of(t);
	t->looking = step;
	clock_gettime(CLOCK_MONOTONIC, &now);
	trace->duration_ns = (int64_t)(now.tv_sec - run->began.tv_sec) * 1000000000 + now.tv_nsec -
	                     run->began.tv_nsec;
	trace->end = outcome == OUTCOME_SUCCESS ? TRACE_DONE : TRACE_FAILED;
	trace->started_make = step->recipe->any_flags & RECIPE_RECURSE;
	const char *moved = snapshot_complete(t->now, trace, &view);
	if (moved && !trace->void_reason)
		trace->void_reason = trace_dup(trace, moved);
	const char *target = absolute_path(t->arena, t->config.directory, step->file->path);
	trace->makes_target = snapshot_state(t->now, target, 0)->type != FILE_ABSENT;
}

static void
put(struct tracer *t, struct trace *trace)
{
	if (t->client)
		client_put(t->client, trace);
	trace_store_put(t->traces, trace);
}

/* what others made meanwhile is known now: the names that the step saw are those of its place in the order */
static void
correct_listings(struct tracer *t, const struct step *step)
{
	struct trace *trace = trace_store_get(t->traces, t->config.directory,
	                                      step->file->name->text);
	struct snapshot_view view = snapshot_view_of(t);
	bool differs = false;
	t->looking = step;
	for (size_t i = 0; trace && i < trace->accesses.count; i++) {
		struct access *access = &trace->accesses.at[i];
		struct digest digest;
		if (!(access->kinds & ACCESS_LIST) || !access->seen.has_digest ||
		    !versions_any_below(versions_of(t), access->path))
			continue;
		snapshot_digest_names(t->now, access->path, trace, &view, &digest);
		differs |= memcmp(&digest, &access->seen.digest, sizeof digest) != 0;
		access->seen.digest = digest;
	}
	if (differs)
		put(t, trace);
	if (trace)
		trace_free(trace);
}

static void
correct_all_listings(struct tracer *t)
{
	for (size_t i = 0; i < t->listed.count; i++)
		correct_listings(t, t->listed.at[i]);
}

static void
note_listing(struct tracer *t, const struct step *step, const struct trace *trace)
{
	for (size_t i = 0; i < trace->accesses.count; i++)
		if (trace->accesses.at[i].kinds & ACCESS_LIST) {
			vec_push(&t->listed, step);
			return;
		}
}

/* ran unseen: what an earlier run saw speaks of it no longer */
static void
forget(struct tracer *t, const struct step *step)
{
	if (t->client)
		client_forget(t->client, t->config.directory, step->file->name->text);
	else if (t->traces && !t->config.is_dry)
		trace_store_delete(t->traces, t->config.directory, step->file->name->text);
	if (t->now)
		snapshot_forget_below(t->now, "/");
}

/* a forced recipe that came out empty is kept: its earlier trace still speaks of it */
static bool
is_kept(const struct tracer *t, const struct step *step, const struct run *run, enum outcome outcome)
{
	return outcome == OUTCOME_SUCCESS && !run->has_started && map_get(&t->forced, step);
}

static void
record(struct tracer *t, struct step *step, struct run *run, enum outcome outcome)
{
	complete(t, step, run, outcome);
	put(t, run->trace);
	versions_replace(versions_of(t), run->trace);
	note_listing(t, step, run->trace);
	if (!t->client && trace_store_pending(t->traces) > FLUSH_BYTES)
		(void)trace_store_flush(t->traces);
}

void
tracer_end(struct tracer *t, struct step *step, enum outcome outcome)
{
	struct run *run = map_remove(&t->runs, step);
	end_expansion(t);
	if (!run) {
		forget(t, step);
		return;
	}
	if (run->view)
		close_view(t, run->view, run->trace);
	if (!is_kept(t, step, run, outcome))
		record(t, step, run, outcome);
	if (step->recipe->any_flags & RECIPE_RECURSE)
		exchange_visits(t);
	trace_free(run->trace);
	free(run);
}
