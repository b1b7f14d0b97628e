/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/guard.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int passed_on[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGCONT };
enum { PASSED_ON_COUNT = sizeof passed_on / sizeof *passed_on };

static void
guarded_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < PASSED_ON_COUNT; i++)
		sigaddset(set, passed_on[i]);
}

/* the kernel kills the engine's process group by itself where a terminal sends the signal */
static void
pass_on(pid_t engine, const siginfo_t *info)
{
	if (info->si_signo != SIGCHLD && info->si_code != SI_KERNEL)
		kill(engine, info->si_signo);
}

/* orphans of the build come to us, the nearest subreaper, and are reaped on the way */
static bool
reap(pid_t engine, int *status)
{
	for (;;) {
		int one;
		pid_t pid = waitpid(-1, &one, WNOHANG);
		if (pid == engine) {
			*status = one;
			return true;
		}
		if (pid <= 0)
			return pid < 0 && errno == ECHILD;
	}
}

static int
wait_for_engine(pid_t engine, const sigset_t *set)
{
	int status = 0;
	siginfo_t info;
	while (!reap(engine, &status))
		if (sigwaitinfo(set, &info) > 0)
			pass_on(engine, &info);
	return status;
}

/* children of any thread of ours */
static bool
kill_children_of(const char *thread)
{
	char path[64];
	bool any = false;
	int pid;
	snprintf(path, sizeof path, "/proc/self/task/%.16s/children", thread);
	FILE *children = fopen(path, "re");
	if (!children)
		return false;
	while (fscanf(children, "%d", &pid) == 1)
		any |= !kill(pid, SIGKILL);
	fclose(children);
	return any;
}

static bool
kill_children(void)
{
	bool any = false;
	DIR *threads = opendir("/proc/self/task");
	if (!threads)
		return false;
	for (struct dirent *entry; (entry = readdir(threads));)
		if (entry->d_name[0] != '.')
			any |= kill_children_of(entry->d_name);
	closedir(threads);
	return any;
}

static pid_t guard_pid; /* of the engine that guard_fork() made */

bool
guard_is_gone(void)
{
	return guard_pid && getppid() != guard_pid;
}

/* children of the killed become ours: until none is left.  One that cannot be killed (set-uid) is let go. */
void
guard_kill_descendants(void)
{
	enum { ROUNDS = 200 };
	const struct timespec pause = { .tv_nsec = 5000000 };
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (int round = 0; round < ROUNDS && kill_children(); round++) {
		nanosleep(&pause, NULL);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}

_Noreturn static void
die_by(int signal_number)
{
	const struct rlimit none = { 0, 0 };
	sigset_t all;
	setrlimit(RLIMIT_CORE, &none);
	signal(signal_number, SIG_DFL);
	sigfillset(&all);
	raise(signal_number);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	_exit(128 + signal_number);
}

_Noreturn static void
guard(pid_t engine, const sigset_t *set)
{
	int status = wait_for_engine(engine, set);
	if (WIFSIGNALED(status)) {
		guard_kill_descendants();
		die_by(WTERMSIG(status));
	}
	_exit(WEXITSTATUS(status));
}

void
guard_fork(void)
{
	sigset_t set, before;
	pid_t parent = getpid();
	guarded_signals(&set);
	sigprocmask(SIG_BLOCK, &set, &before);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid_t engine = fork();
	if (engine > 0)
		guard(engine, &set);
	if (!engine) {
		guard_pid = parent;
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			raise(SIGTERM);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
}
