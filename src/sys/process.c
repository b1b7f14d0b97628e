/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/fs.h"

enum { PROC_NAME_SIZE = 64 };

/* reads /proc/PID/NAME whole, or as far as it fits; the length, NUL-terminated, or -errno */
static ssize_t
read_proc(pid_t pid, const char *name, char *text, size_t size)
{
	char path[PROC_NAME_SIZE];
	size_t len = 0;
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while (len < size - 1) {
		ssize_t got = read(fd, text + len, size - 1 - len);
		if (got < 0)
			return -errno;
		if (!got)
			break;
		len += (size_t)got;
	}
	text[len] = '\0';
	return (ssize_t)len;
}

/* pidfd_open(2) takes no thread but the first of a process: a cheap way to tell them apart */
static bool
leads_process(pid_t thread)
{
	int fd = (int)syscall(SYS_pidfd_open, thread, 0);
	if (fd < 0)
		return errno == ENOSYS;
	close(fd);
	return true;
}

static pid_t
process_of_thread(pid_t thread)
{
	char text[2048];
	if (leads_process(thread) || read_proc(thread, "status", text, sizeof text) < 0)
		return thread;
	const char *line = strstr(text, "\nTgid:");
	return line ? (pid_t)atoi(line + strlen("\nTgid:")) : thread;
}

int
process_facts(pid_t thread, struct process_facts *facts)
{
	char text[1024];
	facts->pid = process_of_thread(thread);
	ssize_t len = read_proc(facts->pid, "stat", text, sizeof text);
	if (len < 0)
		return (int)len;
	/* the name in parentheses may hold anything: go by the last one */
	const char *rest = strrchr(text, ')');
	int parent;
	unsigned long long start;
	if (!rest || sscanf(rest + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d "
	                    "%*d %*d %llu", &parent, &start) != 2)
		return -EINVAL;
	facts->parent = parent;
	facts->start_ticks = start;
	return 0;
}

void
process_command(pid_t pid, char command[PROCESS_COMMAND_SIZE])
{
	ssize_t len = read_proc(pid, "cmdline", command, PROCESS_COMMAND_SIZE);
	if (len <= 0) {
		command[0] = '[';
		len = read_proc(pid, "comm", command + 1, PROCESS_COMMAND_SIZE - 2);
		strcpy(command + (len > 0 ? (size_t)len : 1), len > 0 ? "]" : "?]");
		return;
	}
	while (len > 0 && !command[len - 1])
		len--;
	for (ssize_t i = 0; i < len; i++)
		if (!command[i])
			command[i] = ' ';
}

void
process_directory(pid_t pid, char *directory, size_t size)
{
	char path[PROC_NAME_SIZE];
	snprintf(path, sizeof path, "/proc/%d/cwd", (int)pid);
	ssize_t len = readlink(path, directory, size - 1);
	directory[len > 0 ? len : 0] = '\0';
}

uint64_t
process_mount_namespace(pid_t pid)
{
	char path[PROC_NAME_SIZE];
	struct stat st;
	snprintf(path, sizeof path, "/proc/%d/ns/mnt", (int)pid);
	return stat(path, &st) ? 0 : st.st_ino;
}
