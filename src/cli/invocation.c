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
#include "cli/explanation.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/tracing.h"
#include "graph/implicit.h"
#include "graph/vpath.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"

enum { EXIT_QUESTION = 1, EXIT_TROUBLE = 2 };

static const char *const default_makefiles[] = { "GNUmakefile", "makefile", "Makefile" };
static const char *const default_include_dirs[] = {
	"/usr/local/include", "/usr/include", "/usr/include",
};

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
	const char *end = inv->options->keep_going == TRI_ON ? "" : ".  Stop.";
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
	(void)step;
	message_say(inv->message, ignored ? MESSAGE_WARNING : MESSAGE_ERROR, NULL, text);
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
	inv->update.started++;
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

/* ---- variables ---- */

static void
define(struct invocation *inv, const char *name, const char *value, enum origin origin, bool recursive)
{
	struct makefile *mk = inv->makefile;
	variable_set(mk, mk->globals, name_of(mk->names, name), value, strlen(value), origin,
	             recursive, NULL);
}

static void
define_makeflags(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	struct buf flags = BUF_INIT, mflags = BUF_INIT;
	options_makeflags(inv->options, &flags);
	define(inv, "MAKEFLAGS", flags.data, ORIGIN_FILE, true);
	variable_find(mk, mk->globals, name_of(mk->names, "MAKEFLAGS"))->exported = EXPORT_YES;
	if (flags.len && flags.data[0] != '-' && flags.data[0] != ' ')
		buf_addc(&mflags, '-');
	buf_add(&mflags, flags.data, flags.len);
	define(inv, "MFLAGS", mflags.data, ORIGIN_FILE, true);
	buf_release(&flags);
	buf_release(&mflags);
}

/* the name we were called by, as sub-makes are to call us */
static void
define_command(struct invocation *inv)
{
	struct buf command = BUF_INIT;
	const char *name = inv->argv[0];
	char *real = strchr(name, '/') && *name != '/' ? realpath(name, NULL) : NULL;
	if (*name != '/' && strchr(name, '/'))
		buf_addf(&command, "%s/%s", inv->directory, name);
	else
		buf_adds(&command, name);
	free(real);
	define(inv, "MAKE_COMMAND", command.data, ORIGIN_DEFAULT, false);
	define(inv, "MAKE", "$(MAKE_COMMAND)", ORIGIN_DEFAULT, true);
	buf_release(&command);
}

static void
define_goals(struct invocation *inv)
{
	struct buf goals = BUF_INIT;
	for (size_t i = 0; i < inv->options->goals.count; i++)
		buf_addf(&goals, "%s%s", i ? " " : "", inv->options->goals.at[i]);
	define(inv, "MAKECMDGOALS", goals.data, ORIGIN_DEFAULT, false);
	buf_release(&goals);
}

static void
define_restarts(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	struct buf count = BUF_INIT;
	if (inv->restarts) {
		buf_addf(&count, "%u", inv->restarts);
		define(inv, "MAKE_RESTARTS", count.data, ORIGIN_DEFAULT, false);
		variable_find(mk, mk->globals, name_of(mk->names, "MAKE_RESTARTS"))->exported =
			EXPORT_NO;
	}
	buf_release(&count);
}

/* MAKEFLAGS was assigned: its options count from now on */
static void
makeflags_changed(void *arg, struct makefile *mk, struct variable *v)
{
	struct invocation *inv = arg;
	(void)v;
	const char *value = variable_value(mk, mk->globals, "MAKEFLAGS");
	options_inherit(inv->options, value);
	mk->options.no_builtin_rules = inv->options->no_builtin_rules;
	mk->options.no_builtin_variables = inv->options->no_builtin_variables;
	mk->options.environment_overrides = inv->options->environment_overrides;
	mk->options.warn_undefined_variables = inv->options->warn_undefined;
	inv->update.options.silent = inv->options->silent == TRI_ON;
}

static void
define_variables(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	makefile_define_environment(mk, environ);
	define(inv, "CURDIR", inv->directory, ORIGIN_FILE, false);
	define_command(inv);
	define_goals(inv);
	define_restarts(inv);
	define_makeflags(inv);
	makefile_define_builtins(mk);
	for (size_t i = 0; i < inv->options->variables.count; i++)
		makefile_define_command_line(mk, inv->options->variables.at[i]);
}

/* ---- reading ---- */

static void
set_include_dirs(struct invocation *inv)
{
	const struct texts *given = &inv->options->include_dirs;
	size_t defaults = sizeof default_include_dirs / sizeof *default_include_dirs, count = 0;
	inv->include_dirs = xcalloc(given->count + defaults + 1, sizeof *inv->include_dirs);
	bool with_defaults = true;
	for (size_t i = 0; i < given->count; i++) {
		if (!strcmp(given->at[i], "-")) {
			count = 0;
			with_defaults = false;
			continue;
		}
		inv->include_dirs[count++] = given->at[i];
	}
	for (size_t i = 0; with_defaults && i < defaults; i++)
		inv->include_dirs[count++] = default_include_dirs[i];
}

static void
new_makefile(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct makefile_options options = {
		.no_builtin_rules = o->no_builtin_rules,
		.no_builtin_variables = o->no_builtin_variables,
		.environment_overrides = o->environment_overrides,
		.warn_undefined_variables = o->warn_undefined,
		.include_dirs = inv->include_dirs,
		.version = "4.4.1",
		.host_triplet = HOST_TRIPLET,
		.special_changed = makeflags_changed,
		.arg = inv,
	};
	inv->makefile = makefile_new(&options, &inv->world.host);
	inv->world.makefile = inv->makefile;
}

static bool
read_default(struct invocation *inv)
{
	for (size_t i = 0; i < sizeof default_makefiles / sizeof *default_makefiles; i++)
		if (!access(default_makefiles[i], R_OK)) {
			makefile_read(inv->makefile, default_makefiles[i], 0);
			return true;
		}
	return false;
}

/* `-f -`: standard input */
static void
read_stdin(struct invocation *inv)
{
	struct buf text = BUF_INIT;
	inv->world.host.read_file(inv->world.host.self, "/dev/stdin", &text);
	makefile_eval(inv->makefile, text.data, text.len, NULL);
	buf_release(&text);
}

static void
read_makefiles(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct makefile *mk = inv->makefile;
	for (size_t i = 0; i < o->evals.count && !makefile_failed(mk); i++)
		makefile_eval(mk, o->evals.at[i], strlen(o->evals.at[i]), NULL);
	for (size_t i = 0; i < o->makefiles.count && !makefile_failed(mk); i++) {
		if (!strcmp(o->makefiles.at[i], "-"))
			read_stdin(inv);
		else
			makefile_read(mk, o->makefiles.at[i], 0);
	}
	if (!o->makefiles.count && !makefile_failed(mk))
		read_default(inv);
}

/* ---- making ---- */

static void
new_build(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct jobs_config jobs = {
		.slots = o->jobs < 0 || inv->makefile->rules.not_parallel ? 1 : (unsigned)o->jobs,
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
	};
	inv->files = jobs.files = files_new(inv->makefile);
	tracing_start(inv);
	tracing_watch_jobs(inv, &jobs);
	inv->vpaths = vpaths_new(inv->files);
	inv->implicit = implicit_new(inv->files, inv->vpaths);
	inv->jobs = jobs_new(&jobs);
	inv->update = (struct update){
		.files = inv->files, .vpaths = inv->vpaths, .implicit = inv->implicit,
		.makefile = inv->makefile,
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

/* -o and -W: what these files' times are taken for */
static void
pretend_times(struct invocation *inv)
{
	const struct options *o = inv->options;
	struct names *names = inv->makefile->names;
	for (size_t i = 0; i < o->old_files.count; i++) {
		struct file *file = file_of(inv->files, name_of(names, o->old_files.at[i]));
		file_resolve(inv->files, file);
		file->mtime = file->mtime_before = TIME_OLD;
		for (size_t j = 0; j < file->steps.count; j++)
			file->steps.at[j]->progress = PROGRESS_DONE;
	}
	for (size_t i = 0; i < o->new_files.count; i++) {
		struct file *file = file_of(inv->files, name_of(names, o->new_files.at[i]));
		file->mtime = file->mtime_before = TIME_NEW;
	}
}

/* a :: rule without prerequisites would make a makefile for ever; a phony one too */
static bool
is_remade(const struct invocation *inv, struct file *file)
{
	file_resolve(inv->files, file);
	if (file->is_phony)
		return false;
	for (size_t i = 0; i < file->steps.count && file->is_double_colon; i++)
		if (file->steps.at[i]->recipe && !file->steps.at[i]->dependencies.count)
			return false;
	return true;
}

static bool
was_remade(struct invocation *inv, struct file *file)
{
	return file->was_made && update_time(&inv->update, file) != file->mtime_before;
}

static _Noreturn void
start_over(struct invocation *inv)
{
	struct buf restarts = BUF_INIT;
	buf_addf(&restarts, "%u", inv->restarts + 1);
	setenv("MAKE_RESTARTS", restarts.data, 1);
	if (inv->says_directory)
		buf_release(&restarts);
	execvp(inv->argv[0], inv->argv);
	message_sayf(inv->message, MESSAGE_ERROR, NULL, "%s: %s", inv->argv[0], strerror(errno));
	_exit(EXIT_TROUBLE);
}

/* of a makefile that is not there and was not made: false where the build must stop */
static bool
may_be_missing(struct invocation *inv, const struct makefile_source *source, struct file *file)
{
	if (!source->error || source->is_optional || source->is_from_environment)
		return true;
	if (update_time(&inv->update, file) != TIME_ABSENT)
		return true;
	message_sayf(inv->message, MESSAGE_WARNING, &source->included_from, "%s: %s",
	             source->path->text, strerror(source->error));
	return false;
}

static bool
remake_makefiles(struct invocation *inv)
{
	struct makefile *mk = inv->makefile;
	struct made_files goals = { 0 };
	bool good = true, remade = false;
	for (size_t i = 0; i < mk->sources.count; i++) {
		struct file *file = file_of(inv->files, mk->sources.at[i].path);
		file->is_makefile = true;
		file->is_optional = mk->sources.at[i].is_optional;
		good &= may_be_missing(inv, &mk->sources.at[i], file) || file->target;
		if (is_remade(inv, file))
			vec_push(&goals, file);
	}
	inv->update.options.remaking_makefiles = true;
	enum outcome outcome = update_goals(&inv->update, goals.at, goals.count);
	inv->update.options.remaking_makefiles = false;
	for (size_t i = 0; i < goals.count; i++)
		remade |= was_remade(inv, goals.at[i]);
	for (size_t i = 0; i < goals.count && outcome != OUTCOME_SUCCESS; i++) {
		struct file *file = goals.at[i];
		for (size_t j = 0; j < file->steps.count; j++)
			good &= file->steps.at[j]->outcome != OUTCOME_FAILED || file->is_optional;
	}
	vec_release(&goals);
	if (good && remade && !inv->options->just_print && !inv->options->question)
		start_over(inv);
	return good;
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
		            mk->sources.count ? "No targets.  Stop."
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
	enum outcome outcome = update_goals(&inv->update, goals.at, goals.count);
	if (outcome == OUTCOME_FAILED && jobs_running(inv->jobs))
		message_say(inv->message, MESSAGE_ERROR, NULL, "Waiting for unfinished jobs....");
	while (jobs_wait(inv->jobs))
		;
	vec_release(&goals);
	if (inv->explanation)
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
	new_makefile(inv);
	define_variables(inv);
	read_makefiles(inv);
	if (makefile_failed(inv->makefile))
		return EXIT_TROUBLE;
	rules_finish(inv->makefile);
	define_makeflags(inv);
	new_build(inv);
	pretend_times(inv);
	if (!remake_makefiles(inv))
		return EXIT_TROUBLE;
	return makefile_failed(inv->makefile) ? EXIT_TROUBLE : make_goals(inv);
}

static void
say_directory(struct invocation *inv, const char *verb)
{
	if (inv->says_directory)
		message_sayf(inv->message, MESSAGE_INFO, NULL, "%s directory '%s'", verb,
		             inv->directory);
}

void
invocation_init(struct invocation *inv, struct options *options, struct message *message,
                char **argv)
{
	*inv = (struct invocation){ .options = options, .message = message, .argv = argv };
	world_init(&inv->world, say_host, inv);
	inv->directory = getcwd(NULL, 0);
	if (!inv->directory)
		inv->directory = xstrdup("/");
	const char *restarts = getenv("MAKE_RESTARTS");
	inv->restarts = restarts ? (unsigned)strtoul(restarts, NULL, 10) : 0;
	unsetenv("MAKE_RESTARTS");
	set_include_dirs(inv);
	inv->says_directory = options->print_directory == TRI_ON ||
	                      (options->print_directory == TRI_UNSET && options->silent != TRI_ON &&
	                       (message->level || options->directories.count));
}

int
invocation_run(struct invocation *inv)
{
	if (!inv->restarts)
		say_directory(inv, "Entering");
	int status = report_error(inv, read_and_make(inv));
	say_directory(inv, "Leaving");
	return status;
}

void
invocation_release(struct invocation *inv)
{
	if (inv->jobs)
		jobs_free(inv->jobs);
	if (inv->explanation)
		explanation_free(inv->explanation);
	if (inv->tracer)
		tracer_free(inv->tracer);
	if (inv->implicit)
		implicit_free(inv->implicit);
	if (inv->vpaths)
		vpaths_free(inv->vpaths);
	if (inv->files)
		files_free(inv->files);
	if (inv->makefile)
		makefile_free(inv->makefile);
	free(inv->include_dirs);
	free(inv->directory);
}
