/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view-run [-q] [-n COUNT] [-x DIRECTORY] ROOT -- COMMAND ARG...
 *
 * For development and tests: runs a command in a view of / with ROOT (and /tmp, and each -x) served exactly, and prints the
 * trace, one line each:
 *
 *	access KINDS PROCESS PATH        KINDS as letters: r read, s stat, a absent, l list, k link, x exec
 *	effect CHANGE PROCESS PATH       CHANGE: created, deleted, changed
 *	process INDEX PARENT PID COMMAND
 *	void REASON
 *
 * on descriptor 3 if it is open, else on standard error.  -q prints nothing; -n runs the command COUNT times.
 * Exits as the command does.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/guard.h"
#include "sys/spawn.h"
#include "trace/trace.h"
#include "view/view.h"

extern char **environ;

static void
print_process(FILE *out, uint32_t process)
{
	if (process == PROCESS_NONE)
		fputs(" -", out);
	else
		fprintf(out, " %u", process);
}

static void
print_access(FILE *out, const struct access *access)
{
	static const char letters[] = "sralkx";
	fputs("access ", out);
	for (unsigned bit = 0; bit < 6; bit++)
		if (access->kinds & 1u << bit)
			fputc(letters[bit], out);
	print_process(out, access->process);
	fprintf(out, " %s\n", access->path);
}

static void
print_effect(FILE *out, const struct effect *effect)
{
	const char *change = effect->before.type == FILE_ABSENT ? "created" :
	                     effect->after.type == FILE_ABSENT ? "deleted" : "changed";
	fprintf(out, "effect %s", change);
	print_process(out, effect->process);
	fprintf(out, " %s\n", effect->path);
}

static void
print_trace(FILE *out, const struct trace *trace)
{
	for (size_t i = 0; i < trace->accesses.count; i++)
		print_access(out, &trace->accesses.at[i]);
	for (size_t i = 0; i < trace->effects.count; i++)
		print_effect(out, &trace->effects.at[i]);
	for (size_t i = 0; i < trace->processes.count; i++) {
		const struct process *process = &trace->processes.at[i];
		fprintf(out, "process %zu", i);
		print_process(out, process->parent);
		fprintf(out, " %d %s\n", process->pid, process->command);
	}
	if (trace->void_reason)
		fprintf(out, "void %s\n", trace->void_reason);
}

static int
run(struct view_server *server, char **argv, FILE *out)
{
	int status = 0;
	char *directory = getcwd(NULL, 0);
	struct view *view = view_open(server);
	if (!view) {
		perror("view-run: view_open");
		exit(125);
	}
	struct spawn child = { .argv = argv, .environ = environ, .directory = directory, .in = -1, .out = -1, .err = -1,
		.enter = view_enter, .enter_arg = view };
	pid_t pid = spawn(&child);
	if (pid < 0)
		fprintf(stderr, "view-run: %s: %s\n", argv[0], strerror(-pid));
	else
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	struct trace *trace = trace_new();
	view_close(view, trace);
	if (out)
		print_trace(out, trace);
	trace_free(trace);
	free(directory);
	return pid < 0 ? 127 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	const char *exact[16] = { "/tmp" };
	size_t exact_count = 1;
	int option, count = 1, status = 0;
	char mount_point[] = "/tmp/view-run.XXXXXX";
	FILE *out = fcntl(3, F_GETFD) < 0 ? stderr : fdopen(3, "w");
	while ((option = getopt(argc, argv, "+qn:x:")) != -1)
		if (option == 'q')
			out = NULL;
		else if (option == 'n')
			count = atoi(optarg);
		else if (option == 'x' && exact_count < 14)
			exact[exact_count++] = optarg;
		else
			return 125;
	if (argc - optind < 3) {
		fprintf(stderr, "usage: view-run [-q] [-n COUNT] [-x DIRECTORY] ROOT -- COMMAND ARG...\n");
		return 125;
	}
	exact[exact_count++] = argv[optind++];
	optind += !strcmp(argv[optind], "--");
	if (out && fileno(out) == 3)
		fcntl(3, F_SETFD, FD_CLOEXEC);
	guard_fork();
	if (!mkdtemp(mount_point))
		return 125;
	struct view_server_config config = { .mount_point = mount_point, .exact = exact };
	struct view_server *server;
	int err = view_server_start(&server, &config);
	if (err) {
		fprintf(stderr, "view-run: %s: %s\n", view_trouble(), strerror(-err));
		rmdir(mount_point);
		return 125;
	}
	for (int i = 0; i < count; i++)
		status = run(server, argv + optind, out);
	view_server_stop(server);
	rmdir(mount_point);
	if (out)
		fflush(out);
	return status;
}
