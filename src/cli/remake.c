/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/remake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/jobs.h"
#include "build/tracer.h"
#include "cli/data_base.h"
#include "cli/invocation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/plugin.h"
#include "cli/reading.h"
#include "cli/slots.h"
#include "cli/variables.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"

enum { STATUS_NO_EXEC = 127 };

/* a makefile that is to be remade */
struct goal {
	struct makefile_source *source; /* in makefile->sources */
	struct file *file;
	file_time before;
	bool is_asked; /* also a goal of the command line: there -n, -q and -t count */
};
struct goals {
	VEC(struct goal)
	struct {
		VEC(struct makefile_source *)
	} skipped; /* missing, and nothing is done about it */
};

/* ---- which ones ---- */

static bool
might_loop(const struct file *file)
{
	if (file->is_phony)
		return true;
	for (size_t i = 0; i < file->steps.count && file->is_double_colon; i++)
		if (file->steps.at[i]->recipe && !file->steps.at[i]->dependencies.count)
			return true;
	return false;
}

/* where it is named, by no search */
static file_time
time_now(const struct file *file)
{
	struct stat st;
	if (stat(file->name->text, &st))
		return TIME_ABSENT;
	return (file_time)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

static bool
is_asked(const struct invocation *inv, const struct file *file)
{
	const struct texts *named = &inv->options->goals;
	for (size_t i = 0; i < named->count; i++)
		if (!strcmp(named->at[i], file->name->text))
			return true;
	return false;
}

static bool
is_stdin(const struct invocation *inv, const struct makefile_source *source)
{
	const char *kept = inv->options->temp_stdin;
	return kept && !strcmp(kept, source->path->text);
}

/* a later include has found it */
static bool
was_read(const struct invocation *inv, const struct makefile_source *source)
{
	const struct makefile *mk = inv->makefile;
	for (size_t i = 0; i < mk->sources.count; i++)
		if (mk->sources.at[i].path == source->path && !mk->sources.at[i].error)
			return true;
	return false;
}

/* a file that could not be read counts as missing, though it may be there */
static void
add_goal(struct invocation *inv, struct makefile_source *source, struct goals *goals)
{
	struct file *file = file_of(inv->files, source->path);
	file_resolve(inv->files, file);
	if (might_loop(file)) {
		if (inv->debug & DEBUG_VERBOSE)
			message_sayf(inv->message, MESSAGE_DEBUG, NULL,
			             "Makefile '%s' might loop; not remaking it.", file->name->text);
		if (source->error && !source->is_optional)
			vec_push(&goals->skipped, source);
		return;
	}
	struct goal goal = { .source = source, .file = file, .before = time_now(file),
		.is_asked = is_asked(inv, file) };
	if (source->error && !was_read(inv, source))
		file->mtime = file->mtime_before = goal.before = TIME_ABSENT;
	file->is_optional = source->is_optional && (!file->is_makefile || file->is_optional);
	file->is_makefile = true;
	vec_push(goals, goal);
}

static void
collect_goals(struct invocation *inv, struct goals *goals)
{
	struct makefile *mk = inv->makefile;
	for (size_t i = 0; i < mk->sources.count; i++)
		if (!is_stdin(inv, &mk->sources.at[i]))
			add_goal(inv, &mk->sources.at[i], goals);
}

/* ---- making them ---- */

static void
set_mode(struct invocation *inv, bool is_asked)
{
	const struct options *o = inv->options;
	struct update_options *to = &inv->update.options;
	to->just_print = is_asked && (o->just_print || o->why.count);
	to->question = is_asked && o->question;
	to->touch = is_asked && o->touch;
	jobs_set_mode(inv->jobs, to->just_print, to->question, to->touch);
}

static void
set_always_make(struct invocation *inv, bool is_wanted)
{
	inv->update.options.always_make = is_wanted;
	tracer_set_always_make(inv->tracer, is_wanted);
}

/* those of one mode that stand together at once */
static enum outcome
make_goals(struct invocation *inv, const struct goals *goals)
{
	struct made_files files = { 0 };
	enum outcome outcome = OUTCOME_SUCCESS;
	for (size_t i = 0; i < goals->count && !inv->is_over; i++) {
		vec_push(&files, goals->at[i].file);
		if (i + 1 < goals->count && goals->at[i + 1].is_asked == goals->at[i].is_asked)
			continue;
		set_mode(inv, goals->at[i].is_asked);
		enum outcome one = update_goals(&inv->update, files.at, files.count);
		outcome = one > outcome ? one : outcome;
		files.count = 0;
	}
	vec_release(&files);
	while (jobs_wait(inv->jobs))
		;
	return outcome;
}

/* the makefile that this file is made for, as far as is known */
static const struct file *
makefile_of(const struct file *file, size_t most)
{
	while (!file->is_makefile && file->parent && most--)
		file = file->parent;
	return file->is_makefile ? file : NULL;
}

bool
remake_complain(struct invocation *inv, const struct file *file)
{
	struct makefile *mk = inv->makefile;
	const struct file *goal = makefile_of(file, inv->files->all.count);
	if (goal && goal->is_optional)
		return false;
	for (size_t i = 0; goal && i < mk->sources.count; i++) {
		struct makefile_source *source = &mk->sources.at[i];
		if (source->path != goal->name)
			continue;
		if (source->error && source->included_from.file)
			message_sayf(inv->message, MESSAGE_WARNING, &source->included_from, "%s: %s",
			             source->path->text, strerror(source->error));
		source->error = 0;
		break;
	}
	inv->is_over |= inv->options->keep_going != TRI_ON;
	return true;
}

/* ---- what came of it ---- */

static enum outcome
outcome_of(const struct file *file)
{
	enum outcome outcome = OUTCOME_SUCCESS;
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->outcome > outcome)
			outcome = file->steps.at[i]->outcome;
	return outcome;
}

static bool
is_done(const struct file *file)
{
	for (size_t i = 0; i < file->steps.count; i++)
		if (file->steps.at[i]->progress != PROGRESS_DONE)
			return false;
	return true;
}

/* false where it is needed and could not be made */
static bool
judge_goal(struct invocation *inv, const struct goal *goal)
{
	const struct makefile_source *source = goal->source;
	const char *name = goal->file->name->text;
	if (source->is_optional || (is_done(goal->file) && outcome_of(goal->file) != OUTCOME_FAILED))
		return true;
	bool is_included = source->included_from.file;
	if (is_done(goal->file))
		message_sayf(inv->message, MESSAGE_WARNING, &source->included_from,
		             "Failed to remake makefile '%s'.", name);
	else if (is_included)
		message_sayf(inv->message, MESSAGE_WARNING, &source->included_from,
		             "Included makefile '%s' was not found.", name);
	else
		message_sayf(inv->message, MESSAGE_WARNING, NULL, "Makefile '%s' was not found",
		             name);
	return !is_done(goal->file) && is_included;
}

static bool
was_remade(const struct invocation *inv, const struct goal *goal)
{
	const struct options *o = inv->options;
	if (goal->is_asked && (o->just_print || o->question))
		return false;
	return is_done(goal->file) && time_now(goal->file) != goal->before;
}

static bool
reload(struct invocation *inv, const struct goal *goal)
{
	const char *path = goal->source->path->text;
	if (!goal->source->is_loaded || !goal->file->was_made || plugin_reload(path))
		return true;
	message_sayf(inv->message, MESSAGE_ERROR, &goal->source->included_from,
	             "%s: failed to load.  Stop.", path);
	return false;
}

/* what failed unheard for an -include is tried again, and heard of, when a goal needs it */
static void
forget_failures(struct invocation *inv)
{
	for (size_t i = 0; i < inv->files->all.count; i++) {
		struct file *file = inv->files->all.at[i];
		if (file->was_made)
			continue;
		file->is_complained = false;
		for (size_t j = 0; j < file->steps.count; j++)
			if (file->steps.at[j]->outcome == OUTCOME_FAILED) {
				file->steps.at[j]->outcome = OUTCOME_SUCCESS;
				file->steps.at[j]->progress = PROGRESS_NONE;
			}
	}
}

/* ---- starting over ---- */

/* our arguments, and where the makefile from standard input is kept */
static char **
arguments(struct invocation *inv)
{
	size_t count = 0;
	bool knows_stdin = !inv->options->temp_stdin;
	while (inv->argv[count]) {
		knows_stdin |= !strncmp(inv->argv[count], "--temp-stdin=", 13);
		count++;
	}
	char **argv = xcalloc(count + 2, sizeof *argv), **to = argv;
	*to++ = inv->argv[0];
	if (!knows_stdin) {
		struct buf option = BUF_INIT;
		buf_addf(&option, "--temp-stdin=%s", inv->options->temp_stdin);
		*to++ = buf_steal(&option, NULL);
	}
	for (size_t i = 1; i < count; i++)
		*to++ = inv->argv[i];
	return argv;
}

static void
say_arguments(struct invocation *inv, char *const *argv)
{
	struct buf line = BUF_INIT;
	buf_addf(&line, "Re-executing[%u]:", inv->restarts + 1);
	for (; *argv; argv++)
		buf_addf(&line, " %s", *argv);
	message_say(inv->message, MESSAGE_DEBUG, NULL, line.data);
	buf_release(&line);
}

static _Noreturn void
start_over(struct invocation *inv)
{
	char restarts[32];
	char **argv = arguments(inv);
	if (inv->debug & DEBUG_BASIC)
		say_arguments(inv, argv);
	snprintf(restarts, sizeof restarts, "%s%u", inv->message->is_announced ? "-" : "",
	         inv->restarts + 1);
	setenv("MAKE_RESTARTS", restarts, 1);
	if (inv->options->print_data_base)
		data_base_print(inv);
	slots_hand_on(inv);
	invocation_leave(inv);
	if (chdir(inv->start_directory) == 0)
		execvp(argv[0], argv);
	message_sayf(inv->message, MESSAGE_WARNING, NULL, "%s: %s", argv[0], strerror(errno));
	reading_drop_stdin(inv);
	_exit(STATUS_NO_EXEC);
}

static void
say_skipped(struct invocation *inv, const struct goals *goals)
{
	for (size_t i = goals->skipped.count; i-- > 0;) {
		const struct makefile_source *source = goals->skipped.at[i];
		message_sayf(inv->message, MESSAGE_WARNING, &source->included_from, "%s: %s",
		             source->path->text, strerror(source->error));
	}
}

bool
remake_makefiles(struct invocation *inv)
{
	struct goals goals = { 0 };
	bool is_good, is_remade = false;
	if (inv->debug & DEBUG_BASIC)
		message_say(inv->message, MESSAGE_DEBUG, NULL, "Updating makefiles....");
	collect_goals(inv, &goals);
	inv->is_remaking = inv->update.options.remaking_makefiles = true;
	set_always_make(inv, inv->options->always_make && !inv->restarts);
	variables_define_makeflags(inv);
	enum outcome outcome = make_goals(inv, &goals);
	say_skipped(inv, &goals);
	is_good = !goals.skipped.count && !inv->is_over && !makefile_failed(inv->makefile);
	for (size_t i = 0; i < goals.count && !inv->is_over; i++) {
		if (outcome == OUTCOME_FAILED)
			is_good &= judge_goal(inv, &goals.at[i]);
		is_remade |= was_remade(inv, &goals.at[i]);
	}
	if (is_remade && !makefile_failed(inv->makefile))
		start_over(inv);
	for (size_t i = 0; i < goals.count && is_good; i++)
		is_good &= reload(inv, &goals.at[i]);
	vec_release(&goals);
	vec_release(&goals.skipped);
	forget_failures(inv);
	inv->is_remaking = inv->update.options.remaking_makefiles = false;
	set_always_make(inv, inv->options->always_make);
	set_mode(inv, true);
	variables_define_makeflags(inv);
	reading_drop_stdin(inv);
	return is_good;
}
