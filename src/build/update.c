/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/update.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/shuffle.h"
#include "graph/archive.h"
#include "graph/implicit.h"
#include "graph/vpath.h"
#include "parser/base/name.h"
#include "parser/host.h"
#include "parser/makefile.h"
#include "parser/rule.h"

/* ---- time stamps ---- */

/* -L: the newest of the links on the way to a file, even where there is none at its end */
static file_time
time_of_links(const char *path)
{
	enum { LINKS = 40 };
	char here[PATH_MAX], to[PATH_MAX];
	file_time newest = TIME_ABSENT;
	struct stat st;
	snprintf(here, sizeof here, "%s", path);
	for (int i = 0; i < LINKS && !lstat(here, &st) && S_ISLNK(st.st_mode); i++) {
		file_time mtime = (file_time)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
		newest = mtime > newest ? mtime : newest;
		ssize_t len = readlink(here, to, sizeof to - 1);
		if (len <= 0)
			break;
		to[len] = '\0';
		char *slash = strrchr(here, '/'), *end = slash && *to != '/' ? slash + 1 : here;
		if (end - here + len >= PATH_MAX)
			break;
		strcpy(end, to);
	}
	return newest;
}

static file_time
time_of_path(struct update *u, const char *path)
{
	const struct host *host = u->makefile->host;
	struct host_stat st;
	if (archive_is_member(path))
		return archive_member_time(host, path);
	file_time links = u->options.check_symlinks ? time_of_links(path) : TIME_ABSENT;
	if (host->stat(host->self, path, &st) || st.type == HOST_ABSENT)
		return links;
	file_time mtime = st.mtime_ns < TIME_OLDEST ? TIME_OLDEST : st.mtime_ns;
	return links > mtime ? links : mtime;
}

/* -o and -W name the file where it is */
static file_time
pretended_time(struct update *u, const char *path)
{
	while (path[0] == '.' && path[1] == '/')
		path += 2 + strspn(path + 2, "/");
	const struct file *file = file_find(u->files, name_of(u->makefile->names, path));
	bool is_pretended = file && (file->mtime == TIME_OLD || file->mtime == TIME_NEW);
	return is_pretended ? file->mtime : TIME_UNKNOWN;
}

/* where a vpath search finds the file it stands there for the rest of the build, until it is made anew */
static file_time
search_time(struct update *u, struct file *file)
{
	const struct name *found = vpath_search(u->vpaths, file->name);
	if (!found)
		found = vpath_search_library(u->vpaths, file->name);
	if (!found)
		return TIME_ABSENT;
	file->path = found->text;
	file_time pretended = pretended_time(u, found->text);
	if (pretended != TIME_UNKNOWN)
		return pretended;
	struct target *target = target_find(u->makefile, found);
	if (target && target->is_target)
		file->same_as = file_of(u->files, found);
	return file->same_as ? update_time(u, file->same_as) : time_of_path(u, file->path);
}

file_time
update_time(struct update *u, struct file *file)
{
	if (file->same_as)
		return update_time(u, file->same_as);
	if (file->mtime != TIME_UNKNOWN)
		return file->mtime;
	if (file->is_phony)
		return file->mtime = file->mtime_before = TIME_ABSENT;
	file->mtime = time_of_path(u, file->path);
	if (file->mtime == TIME_ABSENT && !file->ignores_vpath)
		file->mtime = search_time(u, file);
	if (file->mtime_before == TIME_UNKNOWN)
		file->mtime_before = file->mtime;
	return file->mtime;
}

static struct file *
real_file(struct file *file)
{
	while (file->same_as)
		file = file->same_as;
	return file;
}

/* ---- where a file stands ---- */

static bool
is_going_on(const struct file *file)
{
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->progress == PROGRESS_RUNNING ||
		    file->steps.at[i]->progress == PROGRESS_WAITING)
			return true;
	return false;
}

static bool
is_done(const struct file *file)
{
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->progress != PROGRESS_DONE)
			return false;
	return file->is_resolved;
}

static bool
is_below_itself(const struct file *file)
{
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->is_updating)
			return true;
	return false;
}

static enum outcome
worse(enum outcome a, enum outcome b)
{
	return a > b ? a : b;
}

static enum outcome
file_outcome(const struct file *file)
{
	enum outcome outcome = OUTCOME_SUCCESS;
	for (size_t i = 0; i < file->steps.count; i++)
		outcome = worse(outcome, file->steps.at[i]->outcome);
	return outcome;
}

/* explicit rules, else the implicit search, else .DEFAULT */
static void
find_rule(struct update *u, struct file *file)
{
	file_resolve(u->files, file);
	struct step *step = file->steps.at[0];
	if (step->recipe || file->is_double_colon || file->is_phony)
		return;
	if (!file->is_searched)
		implicit_search(u->implicit, file);
	const struct target *fallback = u->makefile->rules.default_target;
	if (!step->recipe && !file->is_target && fallback && fallback->recipe) {
		step->recipe = fallback->recipe;
		step->loc = fallback->recipe->loc;
	}
}

/* ---- --shuffle ---- */

static bool
has_wait(const struct dependencies *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->at[i].is_wait)
			return true;
	return false;
}

static size_t *
shuffled_indices(struct update *u, size_t count)
{
	size_t *indices = xcalloc(count + 1, sizeof *indices);
	for (size_t i = 0; i < count; i++)
		indices[i] = i;
	shuffle_order(u->shuffle, indices, count);
	return indices;
}

static int
by_turn(const void *a, const void *b)
{
	const struct dependency *one = a, *other = b;
	return (one->turn > other->turn) - (one->turn < other->turn);
}

static int
by_place(const void *a, const void *b)
{
	const struct dependency *one = a, *other = b;
	return (one->place > other->place) - (one->place < other->place);
}

/* before its dependencies are walked; automatic variables want them as they were named, so unshuffle() follows */
static void
shuffle(struct update *u, struct step *step)
{
	struct dependencies *all = &step->dependencies;
	if (!u->shuffle || u->makefile->rules.not_parallel || has_wait(all) || !all->count)
		return;
	if (!step->is_shuffled) {
		size_t *indices = shuffled_indices(u, all->count);
		for (size_t i = 0; i < all->count; i++) {
			all->at[i].place = i;
			all->at[indices[i]].turn = i;
		}
		free(indices);
		step->is_shuffled = true;
	}
	qsort(all->at, all->count, sizeof *all->at, by_turn);
}

static void
unshuffle(struct step *step)
{
	struct dependencies *all = &step->dependencies;
	if (step->is_shuffled)
		qsort(all->at, all->count, sizeof *all->at, by_place);
}

/* ---- one step ---- */

/* what is found out about a step on the way down */
struct look {
	struct step *step;
	file_time mtime;    /* of the target, of a group its oldest one */
	bool is_absent;
	bool must_make;
	bool is_running;    /* some dependency is not done yet */
	enum outcome outcome;
};

static enum outcome
update_file(struct update *, struct file *);

static void
drop_dependency(struct dependencies *all, size_t i)
{
	memmove(all->at + i, all->at + i + 1, (all->count - i - 1) * sizeof *all->at);
	all->count--;
}

/*
 * Returns how many were dropped.  Where a traced dependency closes the circle, that is none of the makefile's: what it
 * declares stays, only now it cannot be waited for.
 */
static size_t
drop_circular(struct update *u, const struct file *file, struct dependencies *all, size_t i)
{
	struct dependency *d = &all->at[i];
	if (!d->is_traced && u->traced_depth)
		return 0;
	if (!d->is_traced)
		u->run.say(u->run.self, UPDATE_SAY_CIRCULAR, file, real_file(d->file));
	drop_dependency(all, i);
	return 1;
}

/*
 * A dependency that is not intermediate is brought up to date at once.  An intermediate one need not be there: it is looked
 * through, and only made where something before it in the chain is newer than our target.
 */
static enum outcome
check_dependency(struct update *, struct file *, file_time mtime, bool *must_make,
                 bool *is_running);

static enum outcome
look_through(struct update *u, struct file *file, file_time mtime, bool *must_make, bool *is_running)
{
	enum outcome outcome = OUTCOME_SUCCESS;
	struct step *step = file->steps.at[0];
	struct dependencies *all = &step->dependencies;
	step->is_updating = true;
	shuffle(u, step);
	for (size_t i = 0; i < all->count; i++) {
		struct dependency *d = &all->at[i];
		struct file *below = real_file(d->file);
		bool maybe = *must_make;
		if (is_below_itself(below)) {
			i -= drop_circular(u, file, all, i);
			continue;
		}
		below->parent = file;
		u->traced_depth += d->is_traced;
		enum outcome one = check_dependency(u, below, mtime, &maybe, is_running);
		u->traced_depth -= all->at[i].is_traced;
		outcome = worse(outcome, one);
		if (!d->order_only)
			*must_make = maybe;
		if (outcome != OUTCOME_SUCCESS && !u->options.keep_going)
			break;
	}
	unshuffle(step);
	step->is_updating = false;
	return outcome;
}

static enum outcome
check_dependency(struct update *u, struct file *file, file_time mtime, bool *must_make,
                 bool *is_running)
{
	enum outcome outcome = OUTCOME_SUCCESS;
	if (file->is_phony || !file->is_intermediate) {
		outcome = update_file(u, file);
		*is_running |= is_going_on(file);
		file_time own = update_time(u, file);
		*must_make |= own == TIME_ABSENT || own > mtime;
		return outcome;
	}
	find_rule(u, file);
	file_time own = update_time(u, file);
	if (own != TIME_ABSENT && own > mtime)
		*must_make = true;
	else
		outcome = look_through(u, file, mtime, must_make, is_running);
	return outcome;
}

static void
check_dependencies(struct update *u, struct look *look, struct step *of)
{
	struct dependencies *all = &of->dependencies;
	for (size_t i = 0; i < all->count; i++) {
		struct dependency *d = &all->at[i];
		struct file *file = real_file(d->file);
		bool maybe = look->must_make, is_running = false;
		if (d->is_wait && look->is_running)
			return;
		if (is_below_itself(file)) {
			i -= drop_circular(u, look->step->file, all, i);
			continue;
		}
		file_time before = update_time(u, file);
		file->parent = look->step->file;
		u->traced_depth += d->is_traced;
		look->outcome = worse(look->outcome,
		                      check_dependency(u, file, look->mtime, &maybe, &is_running));
		u->traced_depth -= all->at[i].is_traced;
		look->is_running |= is_running;
		if (!d->order_only)
			look->must_make = maybe;
		if (look->outcome != OUTCOME_SUCCESS && !u->options.keep_going)
			return;
		if (!look->is_running)
			d->changed = update_time(u, file) != before || before == TIME_ABSENT;
	}
}

/* now that the step is to run, the intermediate files that were only looked through must be there */
static void
make_intermediates(struct update *u, struct look *look, struct step *of)
{
	for (size_t i = 0; i < of->dependencies.count; i++) {
		struct dependency *d = &of->dependencies.at[i];
		struct file *file = real_file(d->file);
		if (!file->is_intermediate || file->is_phony)
			continue;
		if (d->is_wait && look->is_running)
			return;
		file_time before = update_time(u, file);
		file->parent = look->step->file;
		look->outcome = worse(look->outcome, update_file(u, file));
		if (look->outcome != OUTCOME_SUCCESS && !u->options.keep_going)
			return;
		look->is_running |= is_going_on(file);
		if (!look->is_running)
			d->changed = (look->step->file->is_phony && look->step->recipe) ||
			             update_time(u, file) != before;
	}
}

/* whether some dependency changed; completes which ones $? names */
static bool
judge_dependencies(struct update *u, struct look *look)
{
	struct dependencies *all = &look->step->dependencies;
	bool any_changed = false;
	for (size_t i = 0; i < all->count; i++) {
		struct dependency *d = &all->at[i];
		struct file *file = real_file(d->file);
		file_time mtime = update_time(u, file);
		if (!d->order_only) {
			look->must_make |= mtime == TIME_ABSENT && !file->is_intermediate;
			any_changed |= d->changed;
		}
		d->changed |= look->is_absent || u->options.always_make || mtime > look->mtime;
	}
	return any_changed;
}

static bool
is_stale(struct update *u, struct look *look)
{
	const struct step *step = look->step;
	const struct file *file = step->file;
	bool any_changed = judge_dependencies(u, look);
	if (look->must_make)
		return true;
	if (file->is_double_colon && !step->dependencies.count)
		return true;
	if (!look->is_absent && file->is_target && !any_changed && !step->recipe)
		return false;
	return u->options.always_make && step->recipe;
}

static void
finish(struct update *u, struct step *step, enum outcome outcome)
{
	(void)u;
	step->progress = PROGRESS_DONE;
	step->outcome = outcome;
}

/* -n, -q and -t do nothing but what they must: what they would make counts as new */
static bool
was_really_run(const struct update *u, const struct step *step)
{
	const struct recipe *recipe = step->recipe;
	if (!recipe || !(u->options.question || u->options.just_print || u->options.touch))
		return true;
	for (size_t i = 0; i < recipe->line_count; i++)
		if (!(recipe->line_flags[i] & RECIPE_RECURSE))
			return false;
	return true;
}

static void
forget_time(struct update *u, const struct step *step, struct file *file)
{
	if (!file->is_phony)
		file->mtime = was_really_run(u, step) ? TIME_UNKNOWN : TIME_NEW;
}

static void
finish_peers(struct update *u, struct step *step, enum outcome outcome)
{
	for (size_t i = 0; i < step->also_made.count; i++) {
		struct file *peer = step->also_made.at[i];
		file_resolve(u->files, peer);
		file_time before = peer->mtime;
		forget_time(u, step, peer);
		peer->was_made = true;
		for (size_t j = 0; j < peer->steps.count; j++)
			finish(u, peer->steps.at[j], outcome);
		if (step->is_implicit && outcome == OUTCOME_SUCCESS && was_really_run(u, step) &&
		    update_time(u, peer) == TIME_ABSENT && before == TIME_ABSENT)
			u->run.say(u->run.self, UPDATE_SAY_PEER, step->file, peer);
	}
}

void
update_finished(struct update *u, struct step *step, enum outcome outcome)
{
	finish(u, step, outcome);
	forget_time(u, step, step->file);
	finish_peers(u, step, outcome);
}

static enum outcome
touch_step(struct update *u, struct step *step)
{
	struct file *file = step->file;
	enum outcome outcome = OUTCOME_SUCCESS;
	if (step->recipe && !file->is_phony) {
		outcome = u->run.touch(u->run.self, file);
		u->started++;
		file->mtime = TIME_NEW;
	}
	finish(u, step, outcome);
	return outcome;
}

static enum outcome
cannot_make(struct update *u, struct step *step)
{
	struct file *file = step->file;
	enum outcome outcome = OUTCOME_SUCCESS;
	if (!file->is_phony && !file->is_target) {
		if (!file->is_complained) {
			u->run.say(u->run.self, UPDATE_SAY_NO_RULE, file, file->parent);
			file->is_complained = true;
		}
		outcome = OUTCOME_FAILED;
	}
	finish(u, step, outcome);
	return outcome;
}

static enum outcome
make(struct update *u, struct step *step)
{
	struct file *file = step->file;
	/* made anew it stands where it is named, unless GPATH says otherwise */
	if (file->path != file->name->text) {
		struct names *names = u->makefile->names;
		if (!vpath_keeps(u->vpaths, name_of(names, file->path), file->name)) {
			file->path = file->name->text;
			file->ignores_vpath = true;
		}
	}
	if (!step->recipe)
		return cannot_make(u, step);
	recipe_chop(u->makefile, step->recipe);
	if (u->options.touch && !(step->recipe->any_flags & RECIPE_RECURSE))
		return touch_step(u, step);
	file->was_made = true;
	file->was_made_by_us |= file->mtime_before == TIME_ABSENT;
	step->progress = PROGRESS_RUNNING;
	for (size_t i = 0; i < step->also_made.count; i++)
		file_resolve(u->files, step->also_made.at[i]);
	for (size_t i = 0; i < step->also_made.count; i++)
		for (size_t j = 0; j < step->also_made.at[i]->steps.count; j++)
			step->also_made.at[i]->steps.at[j]->progress = PROGRESS_RUNNING;
	u->run.start(u->run.self, step);
	return step->progress == PROGRESS_DONE ? step->outcome : OUTCOME_SUCCESS;
}

static enum outcome
give_up(struct update *u, struct step *step, enum outcome outcome)
{
	finish(u, step, outcome);
	if (step->file->is_goal && u->options.keep_going && !u->options.just_print &&
	    !u->options.remaking_makefiles && !u->options.question && outcome == OUTCOME_FAILED)
		u->run.say(u->run.self, UPDATE_SAY_NOT_REMADE, step->file, NULL);
	return outcome;
}

/* of a group all members count: the oldest, and what each depends on */
static void
look_at_target(struct update *u, struct look *look)
{
	const struct step *step = look->step;
	look->mtime = update_time(u, step->file);
	look->is_absent = look->mtime == TIME_ABSENT;
	for (size_t i = 0; i < step->also_made.count && !step->is_implicit; i++) {
		file_time mtime = update_time(u, step->also_made.at[i]);
		look->is_absent |= mtime == TIME_ABSENT;
		if (mtime < look->mtime)
			look->mtime = mtime;
	}
	look->must_make = look->is_absent;
}

static void
look_below(struct update *u, struct look *look)
{
	struct step *step = look->step;
	step->is_updating = true;
	shuffle(u, step);
	check_dependencies(u, look, step);
	for (size_t i = 0; i < step->also_made.count && !step->is_implicit; i++) {
		struct file *peer = step->also_made.at[i];
		file_resolve(u->files, peer);
		check_dependencies(u, look, peer->steps.at[0]);
	}
	bool may_go_on = look->outcome == OUTCOME_SUCCESS || u->options.keep_going;
	if ((look->must_make || u->options.always_make) && may_go_on)
		make_intermediates(u, look, step);
	unshuffle(step);
	step->is_updating = false;
}

static void
add_traced(struct update *u, struct step *step)
{
	if (step->has_traced || !step->recipe || !u->run.traced)
		return;
	step->has_traced = true;
	u->run.traced(u->run.self, step);
}

/*
 * A prerequisite that was kept although it is not there (another step deletes it, and it would come out the same) must be
 * made after all where a step that needs it runs.  Whether there was one.
 */
static bool
needs_again(struct update *u, struct step *step)
{
	bool any = false;
	for (size_t i = 0; i < step->dependencies.count; i++) {
		struct file *file = real_file(step->dependencies.at[i].file);
		if (step->dependencies.at[i].is_traced || file->is_phony || file->was_made ||
		    update_time(u, file) != TIME_ABSENT)
			continue;
		for (size_t j = 0; j < file->steps.count; j++) {
			struct step *maker = file->steps.at[j];
			if (!maker->recipe || maker->must_run || maker->progress != PROGRESS_DONE)
				continue;
			maker->must_run = true;
			maker->progress = PROGRESS_NONE;
			any = true;
		}
	}
	return any;
}

static enum outcome
update_step(struct update *u, struct step *step)
{
	struct look look = { .step = step };
	if (step->progress == PROGRESS_DONE)
		return step->outcome;
	if (step->progress == PROGRESS_RUNNING)
		return OUTCOME_SUCCESS;
	look_at_target(u, &look);
	find_rule(u, step->file);
	add_traced(u, step);
	look_below(u, &look);
	/* the first walk comes to all that is needed in the order of a serial build, whatever runs meanwhile */
	if (!step->file->order)
		step->file->order = ++u->last_order;
	if (makefile_failed(u->makefile))
		return give_up(u, step, OUTCOME_FAILED);
	if (look.is_running) {
		step->progress = PROGRESS_WAITING;
		return look.outcome;
	}
	if (look.outcome != OUTCOME_SUCCESS)
		return give_up(u, step, look.outcome);
	bool stale = is_stale(u, &look);
	if (step->must_run)
		return make(u, step);
	if (u->run.decide && step->recipe)
		stale = u->run.decide(u->run.self, step, stale);
	if (stale && needs_again(u, step)) {
		step->progress = PROGRESS_WAITING;
		return update_step(u, step);
	}
	if (stale)
		return make(u, step);
	finish(u, step, OUTCOME_SUCCESS);
	return OUTCOME_SUCCESS;
}

/* :: rules one after another: the next only when one is done */
static enum outcome
update_file(struct update *u, struct file *file)
{
	enum outcome outcome = OUTCOME_SUCCESS;
	file = real_file(file);
	file_resolve(u->files, file);
	for (size_t i = 0; i < file->steps.count; i++) {
		struct step *step = file->steps.at[i];
		bool is_seen = step->considered == u->pass && step->progress != PROGRESS_NONE;
		step->considered = u->pass;
		outcome = worse(outcome, is_seen && step->progress != PROGRESS_DONE
		                                 ? OUTCOME_SUCCESS
		                                 : update_step(u, step));
		if (outcome != OUTCOME_SUCCESS && !u->options.keep_going)
			return outcome;
		if (step->progress == PROGRESS_RUNNING || step->progress == PROGRESS_WAITING)
			break;
	}
	return outcome;
}

/* ---- goals ---- */

struct goal {
	struct file *file;
	bool is_finished;
	bool did_something; /* a recipe ran for it */
};

static void
say_idle(struct update *u, const struct goal *goal, enum outcome outcome)
{
	const struct file *file = goal->file;
	bool has_recipe = false;
	if (goal->did_something || outcome != OUTCOME_SUCCESS || u->options.silent ||
	    u->options.question || u->options.remaking_makefiles)
		return;
	for (size_t i = 0; i < file->steps.count; i++)
		has_recipe |= file->steps.at[i]->recipe != NULL;
	u->run.say(u->run.self,
	           file->is_phony || !has_recipe ? UPDATE_SAY_NOTHING_TO_DO : UPDATE_SAY_UP_TO_DATE,
	           file, NULL);
}

/* one walk down from a goal; returns its outcome as far as known */
static enum outcome
update_goal(struct update *u, struct goal *goal)
{
	unsigned long before = u->started;
	enum outcome outcome = update_file(u, goal->file);
	goal->did_something |= u->started != before;
	goal->is_finished = is_done(real_file(goal->file)) ||
	                    (outcome != OUTCOME_SUCCESS && !u->options.keep_going);
	if (!goal->is_finished)
		return OUTCOME_SUCCESS;
	outcome = worse(outcome, file_outcome(real_file(goal->file)));
	say_idle(u, goal, outcome);
	return outcome;
}

static bool
update_pass(struct update *u, struct goal *goals, size_t count, enum outcome *outcome)
{
	bool all_finished = true;
	u->pass++;
	for (size_t i = 0; i < count; i++) {
		if (goals[i].is_finished)
			continue;
		*outcome = worse(*outcome, update_goal(u, &goals[i]));
		bool is_end = *outcome != OUTCOME_SUCCESS && !u->options.keep_going;
		if (is_end && !(u->options.remaking_makefiles && goals[i].file->is_optional))
			return true;
		all_finished &= goals[i].is_finished;
		if (!goals[i].is_finished && u->makefile->rules.not_parallel)
			break;
	}
	return all_finished;
}

enum outcome
update_goals(struct update *u, struct file *const *files, size_t count)
{
	struct goal *goals = xcalloc(count + 1, sizeof *goals);
	enum outcome outcome = OUTCOME_SUCCESS;
	bool is_shuffled = u->shuffle && !u->options.remaking_makefiles &&
	                   !u->makefile->rules.not_parallel;
	size_t *indices = is_shuffled ? shuffled_indices(u, count) : NULL;
	for (size_t i = 0; i < count; i++) {
		goals[i].file = files[indices ? indices[i] : i];
		files[i]->is_goal = true;
		files[i]->is_explicit = true;
		files[i]->is_intermediate = false;
	}
	while (!update_pass(u, goals, count, &outcome))
		if (!u->run.wait(u->run.self))
			BUG("the walk waits for nothing");
	free(goals);
	free(indices);
	return makefile_failed(u->makefile) ? OUTCOME_FAILED : outcome;
}

void
update_intermediates(const struct update *u, struct made_files *out)
{
	const struct rules *rules = &u->makefile->rules;
	for (size_t i = 0; i < u->files->all.count && !rules->all_secondary; i++) {
		struct file *file = u->files->all.at[i];
		const struct target *target = file->target;
		bool is_kept = file->is_precious || file->is_phony ||
		               (target && target->is_secondary);
		if (file->is_intermediate && file->was_made && file->was_made_by_us && !is_kept)
			vec_push(out, file);
	}
}
