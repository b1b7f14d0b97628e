/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view-run [-bq] [-n COUNT] [-x DIRECTORY] ROOT -- COMMAND ARG...
 *
 * For development and tests: runs a command in a view of / with ROOT (and /tmp, and each -x) served exactly, and prints the
 * trace, one line each:
 *
 *	access KINDS PROCESS PATH        KINDS as letters: r read, s stat, a absent, l list, k link, x exec
 *	effect CHANGE PROCESS PATH       CHANGE: created, deleted, changed
 *	process INDEX PARENT PID COMMAND
 *	void REASON
 *
 * on descriptor 3 if it is open, else on standard error.  -q prints nothing; -n runs the command COUNT times; -b runs it COUNT
 * times in turn without and with a view, and prints medians of processor and elapsed time, ours included.
 * Exits as the command does.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sys/guard.h"
#include "sys/spawn.h"
#include "trace/trace.h"
#include "view/view.h"

extern char **environ;

static volatile sig_atomic_t interrupt; /* the signal that ends us */

static void
on_signal(int signal_number)
{
	interrupt = signal_number;
}

static void
catch_signals(void)
{
	const struct sigaction action = { .sa_handler = on_signal };
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

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
run_command(char **argv, struct view *view)
{
	int status = 0;
	char *directory = getcwd(NULL, 0);
	struct spawn child = { .argv = argv, .environ = environ, .directory = directory, .in = -1, .out = -1, .err = -1,
		.enter = view ? view_enter : NULL, .enter_arg = view };
	pid_t pid = spawn(&child);
	free(directory);
	if (pid < 0)
		fprintf(stderr, "view-run: %s: %s\n", argv[0], strerror(-pid));
	else
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			if (interrupt)
				guard_kill_descendants();
	return pid < 0 ? 127 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int
run_viewed(struct view_server *server, char **argv, FILE *out)
{
	struct view *view = view_open(server);
	if (!view) {
		perror("view-run: view_open");
		exit(125);
	}
	int status = run_command(argv, view);
	struct trace *trace = trace_new();
	view_close(view, trace);
	if (out)
		print_trace(out, trace);
	trace_free(trace);
	return status;
}

struct times {
	double cpu_ms, wall_ms;
};

static double
cpu_ms(int who)
{
	struct rusage usage;
	getrusage(who, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static struct times
times_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct times){ cpu_ms(RUSAGE_SELF) + cpu_ms(RUSAGE_CHILDREN),
		(double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6 };
}

static struct times
times_of(struct view_server *server, char **argv)
{
	struct times before = times_now();
	if (server)
		run_viewed(server, argv, NULL);
	else
		run_command(argv, NULL);
	struct times after = times_now();
	return (struct times){ after.cpu_ms - before.cpu_ms, after.wall_ms - before.wall_ms };
}

static int
by_value(const void *a, const void *b)
{
	double difference = *(const double *)a - *(const double *)b;
	return (difference > 0) - (difference < 0);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof *values, by_value);
	return values[count / 2];
}

/* the first pair warms up */
static int
compare(struct view_server *server, char **argv, size_t count)
{
	double *columns[6];
	static const char *const names[] = { "plain cpu ms", "view cpu ms", "cpu ratio", "plain wall ms", "view wall ms",
		"wall ratio" };
	for (size_t c = 0; c < 6; c++)
		columns[c] = calloc(count, sizeof **columns);
	for (size_t i = 0; i <= count; i++) {
		struct times plain = times_of(NULL, argv), viewed = times_of(server, argv);
		const double row[] = { plain.cpu_ms, viewed.cpu_ms, viewed.cpu_ms / plain.cpu_ms, plain.wall_ms,
			viewed.wall_ms, viewed.wall_ms / plain.wall_ms };
		for (size_t c = 0; i && c < 6; c++)
			columns[c][i - 1] = row[c];
	}
	for (size_t c = 0; c < 6; c++) {
		printf("%s %.3f%s", names[c], median(columns[c], count), c < 5 ? ", " : "\n");
		free(columns[c]);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	const char *exact[16] = { "/tmp" };
	size_t exact_count = 1;
	int option, count = 1, status = 0;
	char mount_point[4096];
	const char *temporary = getenv("TMPDIR");
	snprintf(mount_point, sizeof mount_point, "%s/view-run.XXXXXX", temporary ? temporary : "/tmp");
	bool is_comparison = false;
	FILE *out = fcntl(3, F_GETFD) < 0 ? stderr : fdopen(3, "w");
	while ((option = getopt(argc, argv, "+bqn:x:")) != -1)
		if (option == 'q')
			out = NULL;
		else if (option == 'b')
			is_comparison = true;
		else if (option == 'n')
			count = atoi(optarg);
		else if (option == 'x' && exact_count < 14)
			exact[exact_count++] = optarg;
		else
			return 125;
	if (argc - optind < 3) {
		fprintf(stderr, "usage: view-run [-bq] [-n COUNT] [-x DIRECTORY] ROOT -- COMMAND ARG...\n");
		return 125;
	}
	exact[exact_count++] = argv[optind++];
	optind += !strcmp(argv[optind], "--");
	if (out && fileno(out) == 3)
		fcntl(3, F_SETFD, FD_CLOEXEC);
	guard_fork();
	catch_signals();
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
	if (is_comparison)
		status = compare(server, argv + optind, (size_t)count);
	else for (int i = 0; i < count && !interrupt; i++)
		status = run_viewed(server, argv + optind, out);
	view_server_stop(server);
	rmdir(mount_point);
	if (out)
		fflush(out);
	if (interrupt) {
		signal(interrupt, SIG_DFL);
		raise(interrupt);
	}
	return status;
}
