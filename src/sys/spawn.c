/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parser/base/bug.h"

static const char shell[] = "/bin/sh";
static const char default_path[] = "/usr/bin:/bin";

enum { LAST_SIGNAL = 64 };

/*
 * All that the child needs, prepared before vfork(2): between it and execve(2) the child shares our memory and must
 * neither allocate nor return.
 */
struct child {
	const struct spawn *spawn;
	const char *path;  /* PATH of the new environment */
	char *candidate;   /* owned; room for a folder of PATH, a slash and argv[0] */
	char **script;     /* owned; argv of `sh FILE ARG...`, for a script without #! */
	sigset_t mask;     /* ours, to go back to */
	volatile int err;  /* what the child failed with */
};

static const char *
environment_path(char *const *env)
{
	for (; env && *env; env++)
		if (!strncmp(*env, "PATH=", 5))
			return *env + 5;
	return default_path;
}

static size_t
count_strings(char *const *strings)
{
	size_t count = 0;
	while (strings[count])
		count++;
	return count;
}

static void
child_init(struct child *child, const struct spawn *spawn)
{
	size_t argc = count_strings(spawn->argv);
	*child = (struct child){ .spawn = spawn, .path = environment_path(spawn->environ) };
	child->candidate = xmalloc(strlen(child->path) + strlen(spawn->argv[0]) + 2);
	child->script = xcalloc(argc + 2, sizeof *child->script);
	memcpy(child->script + 1, spawn->argv, (argc + 1) * sizeof *child->script);
}

/* ignored signals stay so (nohup), handled ones go back to default, as execve would do; then none is blocked */
static void
reset_signals(void)
{
	struct sigaction action;
	for (int signal_number = 1; signal_number <= LAST_SIGNAL; signal_number++) {
		if (sigaction(signal_number, NULL, &action) || action.sa_handler == SIG_IGN ||
		    action.sa_handler == SIG_DFL)
			continue;
		action = (struct sigaction){ .sa_handler = SIG_DFL };
		sigaction(signal_number, &action, NULL);
	}
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int
place_descriptor(int from, int to)
{
	if (from < 0)
		return 0;
	if (from == to) /* dup2 would leave close-on-exec as it is */
		return fcntl(from, F_SETFD, 0) ? -errno : 0;
	return dup2(from, to) < 0 ? -errno : 0;
}

static int
place_descriptors(const struct spawn *spawn)
{
	int err = place_descriptor(spawn->in, STDIN_FILENO);
	if (!err)
		err = place_descriptor(spawn->out, STDOUT_FILENO);
	if (!err)
		err = place_descriptor(spawn->err, STDERR_FILENO);
	for (const int *fd = spawn->close; !err && fd && *fd >= 0; fd++)
		close(*fd);
	return err;
}

static void
restore_stack_limit(unsigned long bytes)
{
	struct rlimit limit;
	if (!bytes || getrlimit(RLIMIT_STACK, &limit))
		return;
	limit.rlim_cur = bytes;
	setrlimit(RLIMIT_STACK, &limit);
}

/* only comes back where the file could not be run */
static int
exec_file(struct child *child, const char *file)
{
	const struct spawn *spawn = child->spawn;
	execve(file, spawn->argv, spawn->environ);
	if (errno != ENOEXEC)
		return -errno;
	child->script[0] = (char *)shell;
	child->script[1] = (char *)file;
	execve(shell, child->script, spawn->environ);
	return -errno;
}

/* execvp(3) with the PATH of the child and without its allocations */
static int
exec_searched(struct child *child)
{
	const char *name = child->spawn->argv[0], *folder = child->path;
	int result = -ENOENT;
	if (strchr(name, '/'))
		return exec_file(child, name);
	if (!*name)
		return -ENOENT;
	for (;;) {
		size_t len = strcspn(folder, ":");
		char *end = mempcpy(child->candidate, folder, len);
		if (len)
			*end++ = '/';
		strcpy(end, name);
		int err = exec_file(child, child->candidate);
		if (err == -EACCES)
			result = err;
		else if (err != -ENOENT && err != -ENOTDIR)
			return err;
		if (!folder[len])
			return result;
		folder += len + 1;
	}
}

static int
child_run(struct child *child)
{
	const struct spawn *spawn = child->spawn;
	reset_signals();
	int err = place_descriptors(spawn);
	if (!err && spawn->enter)
		err = spawn->enter(spawn->enter_arg);
	if (!err && spawn->directory && chdir(spawn->directory))
		err = -errno;
	if (err)
		return err;
	restore_stack_limit(spawn->stack_limit);
	return exec_searched(child);
}

pid_t
spawn(const struct spawn *spawn)
{
	struct child child;
	sigset_t all;
	child_init(&child, spawn);
	/* a signal handler of ours must not run in the child, on our memory */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &child.mask);
	pid_t pid = vfork();
	if (!pid) {
		child.err = child_run(&child);
		_exit(127);
	}
	int err = pid < 0 ? -errno : child.err;
	sigprocmask(SIG_SETMASK, &child.mask, NULL);
	if (pid > 0 && err)
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	free(child.candidate);
	free(child.script);
	return err ? err : pid;
}
