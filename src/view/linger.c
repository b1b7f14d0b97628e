/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The afterlife: a recipe that leaves a process behind (a compiler's cache server, a daemon) has a parent that may end while
 * the process still needs its view.  So a copy of the engine stays, as server alone, until the last such process is gone.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "sys/fs.h"
#include "sys/process.h"
#include "view/server.h"

enum { LOOK_EVERY_SECONDS = 2 };

static void
mark(unsigned char *keep, size_t count, int fd)
{
	if (fd >= 0 && (size_t)fd < count)
		keep[fd] = 1;
}

static void
mark_own(const struct view_server *server, unsigned char *keep, size_t count)
{
	mark(keep, count, server->root);
	for (int i = 0; i < CONNECTION_COUNT; i++)
		mark(keep, count, server->connections[i].fd);
	for (size_t i = 0; i < server->inodes.bucket_count; i++)
		for (const struct real *real = server->inodes.buckets[i]; real; real = real->next) {
			mark(keep, count, real->fd);
			mark(keep, count, real->data_fd);
		}
	for (size_t fd = 0; fd < HANDLE_WORDS * 64; fd++)
		if (server->handles[fd / 64] & UINT64_C(1) << (fd % 64))
			mark(keep, count, (int)fd);
}

/* locks, pipes and terminals of the build must not outlive it on our account */
static void
close_foreign(const struct view_server *server)
{
	struct rlimit limit;
	size_t count = getrlimit(RLIMIT_NOFILE, &limit) ? 1024 : limit.rlim_cur;
	unsigned char *keep = calloc(count, 1);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	if (!keep)
		return;
	mark_own(server, keep, count);
	for (size_t fd = 3; fd < count; fd++)
		if (!keep[fd])
			close((int)fd);
	free(keep);
}

static bool
has_view(const struct view_server *server, uint64_t namespace_id)
{
	const struct view *view = server->views;
	while (view && view->namespace_id != namespace_id)
		view = view->next;
	return view;
}

static bool
anyone_lives(const struct view_server *server)
{
	bool found = false;
	DIR *processes = opendir("/proc");
	if (!processes)
		return false;
	for (struct dirent *entry; !found && (entry = readdir(processes));) {
		uint64_t namespace_id = process_mount_namespace(atoi(entry->d_name));
		found = namespace_id && has_view(server, namespace_id);
	}
	closedir(processes);
	return found;
}

void
server_linger(struct view_server *server)
{
	if (fork())
		return;
	setsid();
	if (chdir("/"))
		_exit(1);
	close_foreign(server);
	for (int i = 0; i < CONNECTION_COUNT; i++)
		if (connection_resume(&server->connections[i]))
			_exit(1);
	while (anyone_lives(server))
		sleep(LOOK_EVERY_SECONDS);
	_exit(0);
}
