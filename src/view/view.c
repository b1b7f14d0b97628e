/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/view.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "parser/base/bug.h"
#include "sys/fs.h"
#include "sys/namespace.h"
#include "sys/process.h"
#include "view/server.h"

enum view_shows
view_shows(const struct view_server *server, const struct real *directory, const char *name)
{
	for (size_t i = 0; i < server->hidden_count; i++) {
		const struct hidden *hidden = &server->hidden[i];
		if (directory->inode == hidden->inode && directory->device == hidden->device &&
		    !strcmp(name, hidden->name))
			return VIEW_SHOWS_NOTHING;
	}
	return VIEW_SHOWS_DISK;
}

static int
before_change(void *arg, const char *path)
{
	struct view *view = arg;
	return view->server->before_change(view->server->arg, view, path);
}

struct view *
view_new(struct view_server *server)
{
	struct view *view = xcalloc(1, sizeof *view);
	struct recorder_hooks hooks = { server->before_change ? before_change : NULL, view };
	view->server = server;
	view->namespace_fd = -1;
	view->refs = 1;
	view->recorder = recorder_new(server->taps, &hooks);
	pthread_mutex_lock(&server->lock);
	view->id = ++server->last_id;
	view->next = server->views;
	server->views = view;
	pthread_mutex_unlock(&server->lock);
	return view;
}

static void
free_view(struct view *view)
{
	struct view_server *server = view->server;
	pthread_mutex_lock(&server->lock);
	struct view **link = &server->views;
	while (*link != view)
		link = &(*link)->next;
	*link = view->next;
	pthread_mutex_unlock(&server->lock);
	fs_close(&view->namespace_fd);
	recorder_free(view->recorder);
	free(view);
}

void
view_unref(struct view *view)
{
	if (atomic_fetch_sub(&view->refs, 1) == 1)
		free_view(view);
}

/* under the server's lock: one whose last reference is just going is no longer given out */
static struct view *
ref_if_alive(struct view *view)
{
	unsigned refs = view ? atomic_load(&view->refs) : 0;
	while (refs)
		if (atomic_compare_exchange_weak(&view->refs, &refs, refs + 1))
			return view;
	return NULL;
}

struct view *
server_view_by_id(struct view_server *server, unsigned id)
{
	pthread_mutex_lock(&server->lock);
	struct view *view = server->views;
	while (view && view->id != id)
		view = view->next;
	view = ref_if_alive(view);
	pthread_mutex_unlock(&server->lock);
	return view;
}

struct view *
server_view_of(struct view_server *server, pid_t thread)
{
	uint64_t id = thread > 0 ? process_mount_namespace(thread) : 0;
	if (!id)
		return NULL;
	pthread_mutex_lock(&server->lock);
	struct view *view = server->views;
	while (view && view->namespace_id != id)
		view = view->next;
	view = ref_if_alive(view);
	pthread_mutex_unlock(&server->lock);
	return view;
}

struct view *
view_open(struct view_server *server)
{
	struct view *view = slots_take(server);
	if (view)
		recorder_start(view->recorder);
	return view;
}

int
view_enter(void *arg)
{
	const struct view *view = arg;
	const struct rlimit *limit = &view->server->descriptor_limit;
	if (setns(view->namespace_fd, CLONE_NEWNS))
		return -errno;
	if (limit->rlim_cur)
		setrlimit(RLIMIT_NOFILE, limit);
	return 0;
}

int
view_enter_for_make(void *arg)
{
	int err = view_enter(arg);
	return err ? err : namespace_pass_rights();
}

int
view_namespace_fd(const struct view *view)
{
	return view->namespace_fd;
}

void
view_close(struct view *view, struct trace *trace)
{
	recorder_finish(view->recorder, view->server->root, trace);
	slots_retire(view);
}

void
view_refresh(struct view *view, const char *path)
{
	struct view_server *server = view->server;
	struct refresh *refresh = xmalloc(sizeof *refresh);
	view->refs++;
	*refresh = (struct refresh){ .view = view, .path = xstrdup(path) };
	pthread_mutex_lock(&server->lock);
	refresh->next = server->refreshes;
	server->refreshes = refresh;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
}
