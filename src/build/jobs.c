/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/command.h"
#include "build/environment.h"
#include "build/jobserver.h"
#include "build/load.h"
#include "build/recipe_line.h"
#include "graph/automatic.h"
#include "parser/base/buf.h"
#include "parser/base/name.h"
#include "parser/expand.h"
#include "parser/glob.h"
#include "parser/makefile.h"
#include "parser/rule.h"
#include "parser/variable.h"
#include "sys/loop.h"
#include "sys/spawn.h"

enum { STATUS_NOT_FOUND = 127 };

/* one run of a step */
struct job {
	struct step *step;
	struct {
		VEC(char *) /* owned; expanded lines of the recipe */
	} lines;
	size_t next;             /* line to go on with */
	const char *rest;        /* what of lines.at[next - 1] is still to be run */
	unsigned flags;          /* of the inner line that runs */
	struct environment environment;
	bool has_environment;
	struct output output;    /* -O */
	bool is_synced;          /* it is held back */
	bool has_token;          /* of the jobserver */
	bool has_stdin;          /* it is the one that reads our standard input */
	pid_t pid;
};

struct jobs {
	struct jobs_config config;
	struct makefile *makefile;
	struct {
		VEC(struct job *)
	} running;
	int null_fd;             /* /dev/null for all but one */
	bool stdin_taken;
	bool own_slot_taken;     /* the one that needs no token */
	bool is_stopped;
	int wake_fd, timer_fd;   /* made when they are needed, else -1 */
	struct loop *loop;       /* owned; likewise */
};

struct jobs *
jobs_new(const struct jobs_config *config)
{
	struct jobs *jobs = xcalloc(1, sizeof *jobs);
	jobs->config = *config;
	jobs->makefile = config->files->makefile;
	jobs->null_fd = jobs->wake_fd = jobs->timer_fd = -1;
	return jobs;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
jobs_free(struct jobs *jobs)
{
	if (jobs->running.count)
		BUG("jobs are running");
	vec_release(&jobs->running);
	close_fd(jobs->null_fd);
	close_fd(jobs->wake_fd);
	close_fd(jobs->timer_fd);
	if (jobs->loop)
		loop_free(jobs->loop);
	free(jobs);
}

void
jobs_set_mode(struct jobs *jobs, bool just_print, bool question, bool touch)
{
	jobs->config.just_print = just_print;
	jobs->config.question = question;
	jobs->config.touch = touch;
}

size_t
jobs_running(const struct jobs *jobs)
{
	return jobs->running.count;
}

static void
job_free(struct job *job)
{
	for (size_t i = 0; i < job->lines.count; i++)
		free(job->lines.at[i]);
	vec_release(&job->lines);
	environment_release(&job->environment);
	free(job);
}

/* what is said for the job goes to its output, or is not held back; NULL: for none */
static void
redirect(struct jobs *jobs, struct job *job)
{
	const struct jobs_config *config = &jobs->config;
	if (!config->sync)
		return;
	struct output *output = job && job->is_synced ? &job->output : NULL;
	if (!config->redirect(config->arg, output)) {
		jobs->config.sync = OUTPUT_SYNC_NONE;
		job->is_synced = false;
	}
}

static void
show_output(struct jobs *jobs, struct job *job)
{
	if (output_is_open(&job->output))
		jobs->config.show(jobs->config.arg, &job->output);
}

/* a sub-make holds back its own */
static void
sync_line(struct jobs *jobs, struct job *job)
{
	enum output_sync sync = jobs->config.sync;
	job->is_synced = sync && (sync == OUTPUT_SYNC_RECURSE || !(job->flags & RECIPE_RECURSE));
	if (!job->is_synced)
		show_output(jobs, job);
	redirect(jobs, job);
}

static void
job_end(struct jobs *jobs, struct job *job, enum outcome outcome)
{
	struct step *step = job->step;
	redirect(jobs, NULL);
	show_output(jobs, job);
	output_close(&job->output);
	jobs->stdin_taken &= !job->has_stdin;
	if (job->has_token)
		jobserver_release(jobs->config.jobserver);
	else
		jobs->own_slot_taken = false;
	job_free(job);
	directory_forget(jobs->makefile);
	jobs->config.finished(jobs->config.arg, step, outcome);
}

/* ---- one line ---- */

/* where a line of the recipe stands, as messages name it */
static void
add_place(const struct job *job, struct buf *out)
{
	const struct loc *loc = &job->step->recipe->loc;
	if (loc->file)
		buf_addf(out, "%s:%lu", loc->file->text, loc->line + job->next - 1);
	else
		buf_adds(out, "<builtin>");
}

static void
say_failed(struct jobs *jobs, const struct job *job, int status, bool ignored)
{
	struct buf text = BUF_INIT;
	buf_addc(&text, '[');
	add_place(job, &text);
	buf_addf(&text, ": %s] ", job->step->file->path);
	if (WIFSIGNALED(status))
		buf_addf(&text, "%s%s", strsignal(WTERMSIG(status)),
		         WCOREDUMP(status) ? " (core dumped)" : "");
	else
		buf_addf(&text, "Error %d", WEXITSTATUS(status));
	if (ignored)
		buf_adds(&text, " (ignored)");
	jobs->config.failed(jobs->config.arg, job->step, text.data, ignored);
	buf_release(&text);
}

/* .POSIX: the shell stops at the first error, unless the makefile has set .SHELLFLAGS itself */
static const char *
shell_flags(struct jobs *jobs, const struct job *job, struct scope *scope)
{
	struct makefile *mk = jobs->makefile;
	const struct variable *v = variable_find(mk, scope, name_of(mk->names, ".SHELLFLAGS"));
	if (!v || (mk->rules.posix && v->origin == ORIGIN_DEFAULT))
		return mk->rules.posix && !(job->flags & RECIPE_IGNORE) ? "-ec" : "-c";
	return variable_value(mk, scope, ".SHELLFLAGS");
}

static void
parse_line(struct jobs *jobs, const struct job *job, const char *line, struct command *out)
{
	struct scope *scope = step_scope(jobs->config.files, job->step);
	struct makefile *mk = jobs->makefile;
	const struct variable *ifs = variable_find(mk, scope, name_of(mk->names, "IFS"));
	struct command_shell shell = {
		.path = variable_value(mk, scope, "SHELL"),
		.flags = shell_flags(jobs, job, scope),
		.ifs = ifs && ifs->origin > ORIGIN_ENVIRONMENT ? ifs->value : NULL,
	};
	command_parse(out, &shell, line);
}

/* a shell that would do nothing but `:` */
static bool
does_nothing(const struct command *command)
{
	char **argv = command->argv;
	return command->uses_shell && argv[0] && argv[1] && argv[2] && !argv[3] &&
	       (!strcmp(argv[1], "-c") || !strcmp(argv[1], "-ec")) && !strcmp(argv[2], ":");
}

static int
standard_input(struct jobs *jobs, struct job *job)
{
	if (!jobs->stdin_taken || job->has_stdin) {
		jobs->stdin_taken = job->has_stdin = true;
		return -1;
	}
	if (jobs->null_fd < 0)
		jobs->null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return jobs->null_fd;
}

static pid_t
spawn_line(struct jobs *jobs, struct job *job, char **argv)
{
	const struct jobs_config *config = &jobs->config;
	struct jobserver *js = config->jobserver;
	if (!job->has_environment) {
		job->environment = environment_of(jobs->makefile,
		                                  step_scope(jobs->config.files, job->step));
		job->has_environment = true;
		if (js && !(job->step->recipe->any_flags & RECIPE_RECURSE))
			environment_add_flags(&job->environment, jobserver_denial(js));
	}
	void *view = config->view ? config->view(config->arg, job->step) : NULL;
	bool is_lent = js && (job->flags & RECIPE_RECURSE);
	if (is_lent)
		jobserver_lend(js, true);
	pid_t pid = spawn(&(struct spawn){
	        .argv = argv,
	        .environ = job->environment.at,
	        .in = standard_input(jobs, job),
	        .out = job->is_synced ? job->output.out : -1,
	        .err = job->is_synced ? job->output.err : -1,
	        .enter = !view                               ? NULL
	                 : job->flags & RECIPE_RECURSE ? config->enter_for_make
	                                               : config->enter,
	        .enter_arg = view,
	        .directory = view ? config->directory : NULL,
	});
	if (is_lent)
		jobserver_lend(js, false);
	return pid;
}

static void
say_not_started(struct jobs *jobs, const char *program, int err)
{
	struct buf text = BUF_INIT;
	buf_addf(&text, "%s: %s", program, strerror(-err));
	jobs->config.not_started(jobs->config.arg, text.data);
	buf_release(&text);
}

static void
say_debug(struct jobs *jobs, const struct job *job, const char *what, const char *end)
{
	struct buf text = BUF_INIT;
	if (!jobs->config.debug)
		return;
	buf_addf(&text, "%s %p (%s) PID %d%s", what, (const void *)job, job->step->file->path,
	         (int)job->pid, end);
	jobs->config.debug(jobs->config.arg, text.data);
	buf_release(&text);
}

enum go { GO_ON, GO_WAIT, GO_FAILED, GO_QUESTION };

/* what follows from the end of a line */
static enum go
judge(struct jobs *jobs, const struct job *job, int status)
{
	const struct rules *rules = &jobs->makefile->rules;
	const struct target *target = job->step->file->target;
	bool ignored = (job->flags & RECIPE_IGNORE) || jobs->config.ignore_errors ||
	               rules->all_ignore || (target && target->is_ignore);
	if (!status)
		return GO_ON;
	/* under -q a sub-make says so that it has something to do */
	if (jobs->config.question && (job->flags & RECIPE_RECURSE) && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 1)
		return GO_QUESTION;
	ignored &= !WIFSIGNALED(status);
	say_failed(jobs, job, status, ignored);
	return ignored ? GO_ON : GO_FAILED;
}

static enum go
run_command(struct jobs *jobs, struct job *job, struct command *command)
{
	pid_t pid = spawn_line(jobs, job, command->argv);
	if (pid > 0) {
		job->pid = pid;
		say_debug(jobs, job, "Putting child", " on the chain.");
		return GO_WAIT;
	}
	say_not_started(jobs, command->argv[0], (int)pid);
	return judge(jobs, job, W_EXITCODE(STATUS_NOT_FOUND, 0));
}

static bool
is_silent(const struct jobs *jobs, const struct job *job)
{
	const struct target *target = job->step->file->target;
	if (jobs->config.prints_all)
		return false;
	return (job->flags & RECIPE_SILENT) || jobs->config.silent ||
	       jobs->makefile->rules.all_silent || (target && target->is_silent);
}

/* echoes and runs one command line */
static enum go
run_line(struct jobs *jobs, struct job *job, const char *line)
{
	const struct jobs_config *config = &jobs->config;
	struct command command;
	enum go go = GO_ON;
	bool recurses = job->flags & RECIPE_RECURSE;
	parse_line(jobs, job, line, &command);
	bool is_left_out = !command.argv || ((config->question || config->touch) && !recurses);
	if (is_left_out) {
		bool is_question = command.argv && config->question && !recurses;
		command_release(&command);
		return is_question ? GO_QUESTION : GO_ON;
	}
	sync_line(jobs, job);
	if (*line && (config->just_print || !is_silent(jobs, job)))
		config->echo(config->arg, job->step, line);
	config->line_started(config->arg, job->step);
	if (!does_nothing(&command) && (!config->just_print || recurses))
		go = run_command(jobs, job, &command);
	command_release(&command);
	return go;
}

/* ---- the lines of a job ---- */

/* POSIX: the recipe prefix at the start of a continued line is none of the command */
static void
drop_prefixes(char *text, char prefix)
{
	char *to = text;
	for (const char *from = text; *from; from++) {
		*to++ = *from;
		if (from[0] == '\n' && from[1] == prefix)
			from++;
	}
	*to = '\0';
}

static enum go
run_inner_line(struct jobs *jobs, struct job *job, const struct recipe_line *line)
{
	char *text = xstrndup(line->text, line->len);
	drop_prefixes(text, job->step->recipe->prefix);
	job->flags = line->flags;
	enum go go = run_line(jobs, job, text);
	free(text);
	return go;
}

static enum go
run_one_shell(struct jobs *jobs, struct job *job)
{
	struct buf text = BUF_INIT;
	struct scope *scope = step_scope(jobs->config.files, job->step);
	const char *shell = variable_value(jobs->makefile, scope, "SHELL");
	job->flags = recipe_one_shell(job->lines.at[job->next++],
	                              job->step->recipe->line_flags[0], shell, &text);
	enum go go = text.len ? run_line(jobs, job, text.data) : GO_ON;
	buf_release(&text);
	return go;
}

/* the next command line; GO_WAIT where a process runs now */
static enum go
run_next(struct jobs *jobs, struct job *job, bool *is_last)
{
	struct recipe_line line;
	const struct recipe *recipe = job->step->recipe;
	*is_last = false;
	if (job->next && recipe_line_next(&job->rest, recipe->line_flags[job->next - 1], &line)) {
		/* a + that was seen only after expansion counts as well */
		recipe->line_flags[job->next - 1] |= line.flags & RECIPE_RECURSE;
		return line.len ? run_inner_line(jobs, job, &line) : GO_ON;
	}
	if (job->next == job->lines.count) {
		*is_last = true;
		return GO_ON;
	}
	if (jobs->makefile->rules.one_shell)
		return run_one_shell(jobs, job);
	job->rest = job->lines.at[job->next++];
	return GO_ON;
}

/* goes on until a process runs, returning true, or the job has ended */
static bool
job_go_on(struct jobs *jobs, struct job *job)
{
	for (;;) {
		bool is_last;
		enum go go = run_next(jobs, job, &is_last);
		if (go == GO_WAIT)
			return true;
		bool is_over = makefile_failed(jobs->makefile) || (jobs->is_stopped && !is_last);
		if (go == GO_ON && !is_last && !is_over)
			continue;
		bool good = go == GO_ON && !is_over;
		job_end(jobs, job,
		        good ? OUTCOME_SUCCESS : go == GO_QUESTION ? OUTCOME_QUESTION : OUTCOME_FAILED);
		return false;
	}
}

static void
expand_lines(struct jobs *jobs, struct job *job)
{
	const struct recipe *recipe = job->step->recipe;
	struct scope *scope = step_scope(jobs->config.files, job->step);
	automatic_set(jobs->config.files, job->step);
	for (size_t i = 0; i < recipe->line_count && !makefile_failed(jobs->makefile); i++) {
		struct buf line = BUF_INIT;
		struct loc loc = recipe->loc;
		loc.offset = i;
		expand_text(jobs->makefile, scope, recipe->lines[i], &loc, &line);
		vec_push(&job->lines, buf_steal(&line, NULL));
	}
}

/* ---- the ends of processes ---- */

static struct job *
take_job(struct jobs *jobs, pid_t pid)
{
	for (size_t i = 0; i < jobs->running.count; i++) {
		struct job *job = jobs->running.at[i];
		if (job->pid != pid)
			continue;
		memmove(jobs->running.at + i, jobs->running.at + i + 1,
		        (--jobs->running.count - i) * sizeof *jobs->running.at);
		return job;
	}
	return NULL;
}

/* true where the job has ended with it */
static bool
process_ended(struct jobs *jobs, struct job *job, int status)
{
	redirect(jobs, job);
	enum go go = judge(jobs, job, status);
	if (jobs->config.sync == OUTPUT_SYNC_LINE)
		show_output(jobs, job);
	say_debug(jobs, job, go == GO_FAILED ? "Reaping losing child" : "Reaping winning child", "");
	if (go != GO_ON) {
		job_end(jobs, job, go == GO_FAILED ? OUTCOME_FAILED : OUTCOME_QUESTION);
		return true;
	}
	if (!job_go_on(jobs, job))
		return true;
	vec_push(&jobs->running, job);
	redirect(jobs, NULL);
	return false;
}

enum reaped { REAPED_NOTHING, REAPED_PROCESS, REAPED_JOB };

/* one process that has ended */
static enum reaped
reap(struct jobs *jobs)
{
	int status;
	pid_t pid = waitpid(-1, &status, WNOHANG);
	if (pid <= 0)
		return REAPED_NOTHING;
	struct job *job = take_job(jobs, pid);
	return job && process_ended(jobs, job, status) ? REAPED_JOB : REAPED_PROCESS;
}

static void
look_between(struct jobs *jobs)
{
	if (jobs->config.between)
		jobs->config.between(jobs->config.arg);
}

/* until a child may have ended, or the descriptor is readable */
static void
idle(struct jobs *jobs, int fd)
{
	const struct jobs_config *config = &jobs->config;
	if (config->idle && config->idle(config->arg, fd))
		return;
	if (jobs->loop)
		loop_wait(jobs->loop, fd);
	else
		jobs->loop = loop_new(); /* a child may have ended before: look once more */
}

/* ---- slots ---- */

/*
 * Whether the job may start now.  One job of each make needs no token: it is what its parent's
 * token is for.  The load counts only where something runs, so that there is always progress.
 */
static bool
take_slot(struct jobs *jobs, struct job *job)
{
	const struct jobs_config *config = &jobs->config;
	if (config->slots && jobs->running.count >= config->slots)
		return false;
	if (jobs->running.count && load_is_above(config->load))
		return false;
	if (!config->jobserver)
		return true;
	if (!jobs->own_slot_taken)
		return jobs->own_slot_taken = true;
	return job->has_token = jobserver_try(config->jobserver);
}

static void
watch(struct jobs *jobs, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };
	epoll_ctl(jobs->wake_fd, EPOLL_CTL_ADD, fd, &event);
}

/* readable where there may be a token, or a second has passed after which the load may be lower */
static int
wake_fd(struct jobs *jobs)
{
	const struct itimerspec second = { .it_value = { .tv_sec = 1 } };
	const struct jobs_config *config = &jobs->config;
	if (jobs->wake_fd < 0) {
		jobs->wake_fd = epoll_create1(EPOLL_CLOEXEC);
		if (config->jobserver)
			watch(jobs, jobserver_fd(config->jobserver));
		if (config->between_fd >= 0)
			watch(jobs, config->between_fd);
		if (config->load >= 0) {
			jobs->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
			watch(jobs, jobs->timer_fd);
		}
	}
	if (jobs->timer_fd >= 0)
		timerfd_settime(jobs->timer_fd, 0, &second, NULL);
	return jobs->wake_fd;
}

static void
wait_for_slot(struct jobs *jobs, struct job *job)
{
	while (!jobs->is_stopped && !take_slot(jobs, job)) {
		if (reap(jobs) == REAPED_NOTHING)
			idle(jobs, wake_fd(jobs));
		look_between(jobs);
	}
}

bool
jobs_wait(struct jobs *jobs)
{
	while (jobs->running.count) {
		enum reaped reaped = reap(jobs);
		if (reaped == REAPED_JOB)
			return true;
		if (reaped == REAPED_NOTHING)
			idle(jobs, jobs->is_stopped ? -1 : jobs->config.between_fd);
		look_between(jobs);
	}
	return false;
}

/* ---- steps ---- */

void
jobs_start(struct jobs *jobs, struct step *step)
{
	struct job *job = xcalloc(1, sizeof *job);
	*job = (struct job){ .step = step, .output = OUTPUT_INIT };
	wait_for_slot(jobs, job);
	job->is_synced = jobs->config.sync;
	redirect(jobs, job);
	if (jobs->config.begun)
		jobs->config.begun(jobs->config.arg, step);
	if (!jobs->is_stopped)
		expand_lines(jobs, job);
	if (jobs->config.primed && !jobs->is_stopped && !makefile_failed(jobs->makefile))
		jobs->config.primed(jobs->config.arg, step);
	if (makefile_failed(jobs->makefile) || jobs->is_stopped)
		job_end(jobs, job, OUTCOME_FAILED);
	else if (job_go_on(jobs, job))
		vec_push(&jobs->running, job);
	redirect(jobs, NULL);
	/* one at a time is the serial order: what comes next must see this one done */
	while (jobs->config.slots == 1 && step->progress == PROGRESS_RUNNING && jobs_wait(jobs))
		;
}

void
jobs_stop(struct jobs *jobs)
{
	jobs->is_stopped = true;
}

void
jobs_each(struct jobs *jobs, void (*each)(void *arg, struct step *), void *arg)
{
	for (size_t i = 0; i < jobs->running.count; i++)
		each(arg, jobs->running.at[i]->step);
}

void
jobs_kill(struct jobs *jobs, int signal_number)
{
	for (size_t i = 0; i < jobs->running.count; i++)
		kill(jobs->running.at[i]->pid, signal_number);
}
