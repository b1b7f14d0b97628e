/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/invocation.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/jobs.h"
#include "build/tracer.h"
#include "cli/data_base.h"
#include "cli/debugging.h"
#include "cli/explanation.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/plugin.h"
#include "cli/reading.h"
#include "cli/remake.h"
#include "cli/slots.h"
#include "cli/sync.h"
#include "cli/tracing.h"
#include "cli/variables.h"
#include "graph/implicit.h"
#include "graph/vpath.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"
#include "sys/guard.h"

enum { EXIT_QUESTION = 1, EXIT_TROUBLE = 2 };

/* ---- what the lower layers have to say ---- */

static void
say_host(void *arg, enum host_message kind, const struct loc *where, const char *text)
{
	struct invocation *inv = arg;
	static const enum message_kind kinds[] = {
		[HOST_INFO] = MESSAGE_PLAIN, [HOST_WARNING] = MESSAGE_WARNING,
		[HOST_ERROR] = MESSAGE_ERROR,
	};
	message_say(inv->message, kinds[kind], where, text);
}

static void
say_no_rule(struct invocation *inv, const struct file *file, const struct file *by)
{
	const char *end = inv->options->keep_going == TRI_ON ? "." : ".  Stop.";
	if (inv->is_remaking && !remake_complain(inv, file))
		return;
	if (by)
		message_sayf(inv->message, MESSAGE_ERROR, NULL,
		             "No rule to make target '%s', needed by '%s'%s", file->name->text,
		             by->name->text, end);
	else
		message_sayf(inv->message, MESSAGE_ERROR, NULL, "No rule to make target '%s'%s",
		             file->name->text, end);
}

static void
say_update(void *self, enum update_say say, const struct file *file, const struct file *by)
{
	struct invocation *inv = self;
	const char *name = file->name->text;
	switch (say) {
	case UPDATE_SAY_NOTHING_TO_DO:
		message_sayf(inv->message, MESSAGE_INFO, NULL, "Nothing to be done for '%s'.", name);
		break;
	case UPDATE_SAY_UP_TO_DATE:
		message_sayf(inv->message, MESSAGE_INFO, NULL, "'%s' is up to date.", name);
		break;
	case UPDATE_SAY_CIRCULAR:
		message_sayf(inv->message, MESSAGE_WARNING, NULL,
		             "Circular %s <- %s dependency dropped.", name, by->name->text);
		break;
	case UPDATE_SAY_NO_RULE:
		say_no_rule(inv, file, by);
		break;
	case UPDATE_SAY_NOT_REMADE:
		message_sayf(inv->message, MESSAGE_WARNING, NULL,
		             "Target '%s' not remade because of errors.", name);
		break;
	case UPDATE_SAY_PEER:
		message_sayf(inv->message, MESSAGE_WARNING, NULL,
		             "warning: pattern recipe did not update peer target '%s'.",
		             by->name->text);
		break;
	}
}

static void
echo(void *arg, const struct step *step, const char *text)
{
	struct invocation *inv = arg;
	(void)step;
	if (!inv->explanation)
		message_say(inv->message, MESSAGE_PLAIN, NULL, text);
}

static void
say_failed(void *arg, const struct step *step, const char *text, bool ignored)
{
	struct invocation *inv = arg;
	const char *shuffled = inv->options->shuffle;
	if (inv->is_remaking && !ignored && !remake_complain(inv, step->file))
		return;
	message_sayf(inv->message, ignored ? MESSAGE_WARNING : MESSAGE_ERROR, NULL, "%s%s%s", text,
	             shuffled ? " shuffle=" : "", shuffled ? shuffled : "");
}

static void
say_not_started(void *arg, const char *text)
{
	struct invocation *inv = arg;
	message_say(inv->message, MESSAGE_WARNING, NULL, text);
}

static void
line_started(void *arg, struct step *step)
{
	struct invocation *inv = arg;
	(void)step;
	message_begin(inv->message);
	inv->update.started++;
}

static void
begin_output(void *arg)
{
	struct invocation *inv = arg;
	message_begin(inv->message);
}

/* ---- what the walk asks for ---- */

static void
start_step(void *self, struct step *step)
{
	struct invocation *inv = self;
	jobs_start(inv->jobs, step);
}

static bool
wait_for_step(void *self)
{
	struct invocation *inv = self;
	return jobs_wait(inv->jobs);
}

/* .DELETE_ON_ERROR: what a failed recipe has changed is not to be trusted */
static void
delete_changed(struct invocation *inv, const struct step *step)
{
	struct file *file = step->file;
	struct stat st;
	if (file->is_phony || file->is_precious || stat(file->path, &st) || !S_ISREG(st.st_mode))
		return;
	file_time now = (file_time)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	if (now == file->mtime)
		return;
	message_sayf(inv->message, MESSAGE_ERROR, NULL, "Deleting file '%s'", file->path);
	unlink(file->path);
}

static void
delete_interrupted(void *arg, struct step *step)
{
	delete_changed(arg, step);
}

/* a signal has come: a terminal sends it to all of us, kill(1) only to make */
static void
look_for_interrupt(void *arg)
{
	struct invocation *inv = arg;
	int signal_number = interrupt_signal();
	if (!signal_number || inv->is_interrupted)
		return;
	inv->is_interrupted = true;
	bool is_orphan = guard_is_gone();
	if (is_orphan)
		guard_kill_descendants();
	jobs_stop(inv->jobs);
	jobs_each(inv->jobs, delete_interrupted, inv);
	if (is_orphan)
		interrupt_die();
	if (signal_number == SIGTERM)
		jobs_kill(inv->jobs, SIGTERM);
}

static void
step_finished(void *arg, struct step *step, enum outcome outcome)
{
	struct invocation *inv = arg;
	if (outcome == OUTCOME_FAILED && inv->makefile->rules.delete_on_error)
		delete_changed(inv, step);
	tracer_end(inv->tracer, step, outcome);
	update_finished(&inv->update, step, outcome);
}

static enum outcome
touch_file(void *self, struct file *file)
{
	struct invocation *inv = self;
	if (inv->options->silent != TRI_ON)
		message_sayf(inv->message, MESSAGE_PLAIN, NULL, "touch %s", file->path);
	if (inv->options->just_print)
		return OUTCOME_SUCCESS;
	int fd = open(file->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0 || futimens(fd, NULL)) {
		message_sayf(inv->message, MESSAGE_ERROR, NULL, "touch: %s: %s", file->path,
		             strerror(errno));
		if (fd >= 0)
			close(fd);
		return OUTCOME_FAILED;
	}
	close(fd);
	return OUTCOME_SUCCESS;
}

/* ---- reading ---- */

static void
new_makefile(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct makefile_options options = {
		.no_builtin_rules = o->no_builtin_rules,
		.no_builtin_variables = o->no_builtin_variables,
		.environment_overrides = o->environment_overrides,
		.warn_undefined_variables = o->warn_undefined,
		.version = "4.4.1",
		.host_triplet = HOST_TRIPLET,
		.special_changed = variables_makeflags_changed,
		.arg = inv,
	};
	inv->makefile = makefile_new(&options, &inv->world.host);
	inv->world.makefile = inv->makefile;
	plugin_use(inv->makefile);
	reading_set_include_dirs(inv);
}

/* ---- making ---- */

static void
new_build(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct jobs_config jobs = {
		.slots = slots_count(inv),
		.jobserver = inv->jobserver,
		.load = o->load,
		.just_print = o->just_print || o->why.count,
		.question = o->question,
		.touch = o->touch,
		.silent = o->silent == TRI_ON,
		.ignore_errors = o->ignore_errors,
		.arg = inv,
		.finished = step_finished,
		.line_started = line_started,
		.echo = echo,
		.failed = say_failed,
		.not_started = say_not_started,
		.between = look_for_interrupt,
		.between_fd = interrupt_fd(),
	};
	inv->files = jobs.files = files_new(inv->makefile);
	tracing_start(inv);
	tracing_watch_jobs(inv, &jobs);
	debugging_watch_jobs(inv, &jobs);
	sync_watch_jobs(inv, &jobs);
	inv->vpaths = vpaths_new(inv->files);
	inv->implicit = implicit_new(inv->files, inv->vpaths);
	inv->jobs = jobs_new(&jobs);
	inv->update = (struct update){
		.files = inv->files, .vpaths = inv->vpaths, .implicit = inv->implicit,
		.makefile = inv->makefile,
		.shuffle = inv->shuffle.mode ? &inv->shuffle : NULL,
		.options = {
			.keep_going = o->keep_going == TRI_ON, .question = o->question,
			.touch = o->touch, .just_print = o->just_print || o->why.count,
			.always_make = o->always_make,
			.silent = o->silent == TRI_ON || o->why.count,
			.check_symlinks = o->check_symlinks,
		},
		.run = { .self = inv, .start = start_step, .wait = wait_for_step,
		         .say = say_update, .touch = touch_file },
	};
	tracing_watch_walk(inv);
}

/* -o: never out of date, never made */
static void
pretend_old(struct invocation *inv)
{
	const struct texts *old = &inv->options->old_files;
	for (size_t i = 0; i < old->count; i++) {
		struct file *file = file_of(inv->files, name_of(inv->makefile->names, old->at[i]));
		file_resolve(inv->files, file);
		file->mtime = file->mtime_before = TIME_OLD;
		for (size_t j = 0; j < file->steps.count; j++)
			file->steps.at[j]->progress = PROGRESS_DONE;
	}
}

/* -W: newer than anything */
static void
pretend_new(struct invocation *inv)
{
	const struct texts *new = &inv->options->new_files;
	for (size_t i = 0; i < new->count; i++) {
		struct file *file = file_of(inv->files, name_of(inv->makefile->names, new->at[i]));
		file->mtime = file->mtime_before = TIME_NEW;
	}
}

static bool
has_read_any(const struct makefile *mk)
{
	for (size_t i = 0; i < mk->sources.count; i++)
		if (!mk->sources.at[i].error)
			return true;
	return false;
}

/* the goals as they were named, else the default one; false where there is none */
static bool
collect_goals(struct invocation *inv, struct made_files *out)
{
	const struct options *o = inv->options;
	struct makefile *mk = inv->makefile;
	const struct texts *named = o->why.count ? &o->why : &o->goals;
	for (size_t i = 0; i < named->count; i++)
		vec_push(out, file_of(inv->files, name_of(mk->names, named->at[i])));
	if (out->count)
		return true;
	const struct name *goal = makefile_default_goal(mk);
	if (goal)
		vec_push(out, file_of(inv->files, goal));
	else if (!makefile_failed(mk))
		message_say(inv->message, MESSAGE_ERROR, NULL,
		            has_read_any(mk) ? "No targets.  Stop."
		                             : "No targets specified and no makefile found.  Stop.");
	return goal != NULL;
}

static void
delete_intermediates(struct invocation *inv)
{
	struct made_files files = { 0 };
	struct buf said = BUF_INIT;
	update_intermediates(&inv->update, &files);
	for (size_t i = 0; i < files.count; i++) {
		const char *path = files.at[i]->path;
		bool gone = inv->options->just_print || !unlink(path);
		if (gone)
			buf_addf(&said, "%s%s", said.len ? " " : "rm ", path);
	}
	if (said.len && inv->options->silent != TRI_ON)
		message_say(inv->message, MESSAGE_PLAIN, NULL, said.data);
	buf_release(&said);
	vec_release(&files);
}

static int
make_goals(struct invocation *inv)
{
	struct made_files goals = { 0 };
	if (!collect_goals(inv, &goals))
		return EXIT_TROUBLE;
	if (inv->debug & DEBUG_BASIC)
		message_say(inv->message, MESSAGE_DEBUG, NULL, "Updating goal targets....");
	enum outcome outcome = update_goals(&inv->update, goals.at, goals.count);
	if (outcome == OUTCOME_FAILED && !inv->is_interrupted && jobs_running(inv->jobs))
		message_say(inv->message, MESSAGE_ERROR, NULL, "Waiting for unfinished jobs....");
	while (jobs_wait(inv->jobs))
		;
	vec_release(&goals);
	if (inv->explanation && outcome != OUTCOME_FAILED)
		return explanation_say(inv);
	delete_intermediates(inv);
	return outcome == OUTCOME_SUCCESS    ? EXIT_SUCCESS
	       : outcome == OUTCOME_QUESTION ? EXIT_QUESTION
	                                     : EXIT_TROUBLE;
}

static int
report_error(struct invocation *inv, int status)
{
	struct buf line = BUF_INIT;
	if (!makefile_failed(inv->makefile))
		return status;
	const char *error = makefile_error(inv->makefile);
	if (!strncmp(error, "***", 3))
		message_prefix(inv->message, &line);
	buf_addf(&line, "%s.  Stop.\n", error);
	message_raw(inv->message, true, line.data, line.len);
	buf_release(&line);
	return EXIT_TROUBLE;
}

static int
read_and_make(struct invocation *inv)
{
	slots_join(inv);
	sync_start(inv);
	if (!reading_keep_stdin(inv))
		return EXIT_TROUBLE;
	new_makefile(inv);
	variables_define(inv);
	reading_read(inv);
	if (!makefile_failed(inv->makefile))
		variables_settle(inv);
	if (makefile_failed(inv->makefile))
		return EXIT_TROUBLE;
	inv->debug = options_debug(inv->options);
	if (!slots_open(inv))
		return EXIT_TROUBLE;
	sync_settle(inv);
	variables_define_makeflags(inv);
	rules_finish(inv->makefile);
	new_build(inv);
	interrupt_defer(true);
	pretend_old(inv);
	if (!inv->restarts)
		pretend_new(inv);
	/* --why speaks of the makefiles as they stand: to make them anew would be to do something */
	if (!inv->options->why.count && !remake_makefiles(inv))
		return EXIT_TROUBLE;
	if (inv->restarts)
		pretend_new(inv);
	return makefile_failed(inv->makefile) ? EXIT_TROUBLE : make_goals(inv);
}

void
invocation_say_directory(struct invocation *inv, bool is_entered)
{
	struct buf line = BUF_INIT;
	if (inv->options->print_data_base)
		buf_adds(&line, "# ");
	message_prefix(inv->message, &line);
	buf_addf(&line, "%s directory '%s'\n", is_entered ? "Entering" : "Leaving", inv->directory);
	message_raw(inv->message, false, line.data, line.len);
	buf_release(&line);
}

bool
invocation_says_directory(const struct invocation *inv)
{
	const struct options *o = inv->options;
	if (o->print_directory != TRI_UNSET)
		return o->print_directory == TRI_ON;
	return o->silent != TRI_ON && (inv->message->level || o->directories.count);
}

/* before the first thing that is said, so that options in makefiles count too */
static void
announce(void *arg)
{
	struct invocation *inv = arg;
	if (sync_says_directory(inv) || !invocation_says_directory(inv))
		return;
	inv->message->is_announced = true;
	invocation_say_directory(inv, true);
}

/* GNU make's -: the directory has been announced before the new start */
static void
take_restarts(struct invocation *inv)
{
	const char *text = getenv("MAKE_RESTARTS");
	if (text && *text == '-') {
		inv->message->is_announced = true;
		text++;
	}
	inv->restarts = text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

/* as sub-makes and a new start are to call us, from whatever directory */
static void
take_name(struct invocation *inv)
{
	const char *name = inv->argv[0];
	struct buf absolute = BUF_INIT;
	if (*name == '/' || !strchr(name, '/'))
		return;
	buf_addf(&absolute, "%s/%s", inv->start_directory, name);
	inv->argv[0] = inv->name = buf_steal(&absolute, NULL);
}

/* --shuffle; from here on MAKEFLAGS has the seed */
static bool
take_shuffle(struct invocation *inv)
{
	struct options *o = inv->options;
	struct buf name = BUF_INIT;
	if (!o->shuffle)
		return true;
	if (!shuffle_parse(&inv->shuffle, o->shuffle)) {
		message_sayf(inv->message, MESSAGE_ERROR, NULL,
		             "invalid shuffle mode: Invalid value: '%s'.  Stop.", o->shuffle);
		return false;
	}
	shuffle_name(&inv->shuffle, &name);
	o->shuffle = NULL;
	if (name.len) {
		char *kept = buf_steal(&name, NULL);
		vec_push(&o->owned, kept);
		o->shuffle = kept;
	}
	return true;
}

static char *
working_directory(void)
{
	char *path = getcwd(NULL, 0);
	return path ? path : xstrdup("/");
}

/* -C, each relative to the one before; false where one cannot be entered */
static bool
enter_directories(struct invocation *inv)
{
	const struct texts *given = &inv->options->directories;
	for (size_t i = 0; i < given->count; i++)
		if (chdir(given->at[i])) {
			int error = errno;
			message_sayf(inv->message, MESSAGE_ERROR, NULL, "%s: %s.  Stop.",
			             given->at[i], strerror(error));
			return false;
		}
	free(inv->directory);
	inv->directory = working_directory();
	return true;
}

void
invocation_init(struct invocation *inv, struct options *options, struct message *message,
                char **argv)
{
	*inv = (struct invocation){ .options = options, .message = message, .argv = argv,
		.reading_output = OUTPUT_INIT, .sync_lock = -1 };
	world_init(&inv->world, say_host, inv);
	inv->world.starting = begin_output;
	inv->world.host.load = plugin_load;
	inv->start_directory = working_directory();
	inv->directory = xstrdup(inv->start_directory);
	inv->debug = options_debug(options);
	if (options->compare) /* not by MAKEFLAGS: another make may be below us */
		setenv("TMAKE_COMPARE", options->compare, 1);
	message->announce = announce;
	message->announce_arg = inv;
	take_restarts(inv);
	take_name(inv);
}

int
invocation_run(struct invocation *inv)
{
	int status = EXIT_TROUBLE;
	debugging_start(inv);
	if (take_shuffle(inv) && enter_directories(inv))
		status = read_and_make(inv);
	if (inv->makefile)
		status = report_error(inv, status);
	if (inv->makefile && inv->options->print_data_base)
		data_base_print(inv);
	invocation_leave(inv);
	if (inv->message->is_announced)
		invocation_say_directory(inv, false);
	return status;
}

void
invocation_leave(struct invocation *inv)
{
	if (inv->jobs)
		jobs_free(inv->jobs);
	if (inv->tracer)
		tracer_free(inv->tracer);
	inv->jobs = NULL;
	inv->tracer = NULL;
	slots_close(inv);
	sync_end(inv);
}

void
invocation_release(struct invocation *inv)
{
	invocation_leave(inv);
	reading_drop_stdin(inv);
	if (inv->explanation)
		explanation_free(inv->explanation);
	if (inv->implicit)
		implicit_free(inv->implicit);
	if (inv->vpaths)
		vpaths_free(inv->vpaths);
	if (inv->files)
		files_free(inv->files);
	plugin_use(NULL);
	if (inv->makefile)
		makefile_free(inv->makefile);
	vec_release(&inv->include_dirs);
	free(inv->directory);
	free(inv->start_directory);
	free(inv->name);
}
