/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keeper: the thread that prepares views with their mount namespaces ahead of need, makes the kernel forget those
 * that are over, and passes on refreshes.  It is no FUSE thread, so it may wait for requests.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "parser/base/vec.h"
#include "sys/fs.h"
#include "sys/namespace.h"
#include "sys/path.h"
#include "sys/process.h"
#include "view/server.h"

enum {
	READY_WANTED = 3,
	RETIRED_KEPT = 12, /* their names keep the shared files, and so the page cache, of the last steps alive */
	NAME_SIZE = 32,
};

static const char *const real_directories[] = { "/proc", "/sys", "/dev", "/run" };
enum { REAL_DIRECTORY_COUNT = sizeof real_directories / sizeof *real_directories };

static void
region_name(char name[NAME_SIZE], const struct view *view, size_t region)
{
	snprintf(name, NAME_SIZE, "%u.%zu", view->id, region);
}

/* region i as the engine sees it; the caller frees it */
static char *
region_source(const struct view *view, size_t region)
{
	struct buf path = BUF_INIT;
	char name[NAME_SIZE];
	region_name(name, view, region);
	buf_addf(&path, "%s/exact/%s", view->server->mount_point, name);
	return buf_steal(&path, NULL);
}

static int
build_namespace(struct view *view, const char *root)
{
	struct view_server *server = view->server;
	struct { VEC(struct namespace_bind) } binds = { 0 };
	for (size_t i = 0; i < REAL_DIRECTORY_COUNT; i++)
		vec_push(&binds, ((struct namespace_bind){ real_directories[i], real_directories[i], true }));
	for (size_t i = 0; i < server->region_count; i++)
		if (server->regions[i].path[1])
			vec_push(&binds, ((struct namespace_bind){ region_source(view, i), server->regions[i].path, false }));
	struct namespace_plan plan = { root, server->staging, binds.at, binds.count };
	int fd = namespace_build(server->base_namespace, &plan);
	for (size_t i = REAL_DIRECTORY_COUNT; i < binds.count; i++)
		free((char *)binds.at[i].from);
	vec_release(&binds);
	return fd;
}

static int
prepare(struct view *view)
{
	const struct view_server *server = view->server;
	struct buf shared = BUF_INIT;
	struct stat st;
	bool all_exact = server->region_count && !server->regions[0].path[1];
	buf_addf(&shared, "%s/shared/%u", server->mount_point, view->id);
	cleanup_free char *root = all_exact ? region_source(view, 0) : buf_steal(&shared, NULL);
	buf_release(&shared);
	int fd = build_namespace(view, root);
	if (fd < 0)
		return fd;
	view->namespace_fd = fd;
	view->namespace_id = fstat(fd, &st) ? 0 : st.st_ino;
	return 0;
}

static void
drop_view(struct view *view)
{
	struct view_server *server = view->server;
	char name[NAME_SIZE];
	fs_close(&view->namespace_fd);
	view->namespace_id = 0;
	for (size_t i = 0; i < server->region_count; i++) {
		region_name(name, view, i);
		connection_drop_view(&server->connections[CONNECTION_EXACT], name);
	}
	snprintf(name, sizeof name, "%u", view->id);
	connection_drop_view(&server->connections[CONNECTION_SHARED], name);
	view_unref(view);
}

static void
make_one(struct view_server *server)
{
	struct view *view = view_new(server);
	int err = prepare(view);
	if (err)
		drop_view(view);
	pthread_mutex_lock(&server->lock);
	if (err) {
		server->slot_error = err;
	} else {
		view->next_waiting = server->ready;
		server->ready = view;
		server->ready_count++;
	}
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
}

bool
slot_is_lived_in(const struct view *view)
{
	char path[64];
	int pid;
	bool found = false;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)getppid(), (int)getppid());
	FILE *children = fopen(path, "re");
	if (!children)
		return false;
	while (!found && fscanf(children, "%d", &pid) == 1)
		found = process_mount_namespace(pid) == view->namespace_id;
	fclose(children);
	return found;
}

static struct view *
pop_retired(struct view_server *server)
{
	struct view *view = server->retired;
	server->retired = view->next_waiting;
	server->retired_count--;
	return view;
}

static void
push_retired(struct view_server *server, struct view *view)
{
	struct view **link = &server->retired;
	while (*link)
		link = &(*link)->next_waiting;
	view->next_waiting = NULL;
	*link = view;
	server->retired_count++;
}

static void
drop_one(struct view_server *server, struct view *view)
{
	if (!slot_is_lived_in(view)) {
		drop_view(view);
		return;
	}
	pthread_mutex_lock(&server->lock);
	view->next_waiting = server->lingering;
	server->lingering = view;
	pthread_mutex_unlock(&server->lock);
}

static bool
covers(const struct node *node, const char *directory)
{
	struct record *record = node->record;
	if (!record)
		return false;
	cleanup_free char *path = record_path(record);
	return !strcmp(path, directory);
}

/* the node stays while we use it: with a look-up of ours */
static struct node *
hold_directory(struct view *view, const char *directory)
{
	struct inodes *inodes = &view->server->inodes;
	pthread_mutex_lock(&inodes->lock);
	struct node *node = view->nodes;
	while (node && !(S_ISDIR(node->real->type) && covers(node, directory)))
		node = node->of_view;
	if (node)
		node->lookups++;
	pthread_mutex_unlock(&inodes->lock);
	return node;
}

static void
refresh_one(struct refresh *refresh)
{
	struct view *view = refresh->view;
	struct view_server *server = view->server;
	struct view *owner;
	const char *name = path_base(refresh->path);
	cleanup_free char *directory = xstrndup(refresh->path, (size_t)(name - refresh->path));
	cleanup_free char *clean = path_clean(directory);
	struct node *node = hold_directory(view, clean);
	if (node) {
		connection_drop_name(&server->connections[node->is_exact], node, name);
		if (inodes_forget(&server->inodes, node, 1, &owner))
			view_unref(owner);
	}
	view_unref(view);
	free(refresh->path);
	free(refresh);
}

static bool
work_waits(const struct view_server *server)
{
	return server->is_ending || server->refreshes || server->retired_count > RETIRED_KEPT ||
	       (server->ready_count < READY_WANTED && !server->slot_error);
}

static void
work_once(struct view_server *server)
{
	pthread_mutex_lock(&server->lock);
	while (!work_waits(server))
		pthread_cond_wait(&server->changed, &server->lock);
	struct refresh *refresh = server->refreshes;
	struct view *retired = NULL;
	if (refresh)
		server->refreshes = refresh->next;
	bool make = server->ready_count < READY_WANTED && !server->slot_error;
	if (!refresh && !make && server->retired_count > RETIRED_KEPT)
		retired = pop_retired(server);
	bool is_ending = server->is_ending;
	pthread_mutex_unlock(&server->lock);
	if (is_ending)
		return;
	if (refresh)
		refresh_one(refresh);
	else if (make)
		make_one(server);
	else if (retired)
		drop_one(server, retired);
}

static void *
keep(void *arg)
{
	struct view_server *server = arg;
	if (namespace_thread_begin())
		BUG("a thread cannot have its own root");
	while (!server->is_ending)
		work_once(server);
	return NULL;
}

int
slots_start(struct view_server *server)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int err = pthread_create(&server->keeper, NULL, keep, server);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	server->has_keeper = !err;
	return -err;
}

void
slots_stop(struct view_server *server)
{
	if (!server->has_keeper)
		return;
	pthread_mutex_lock(&server->lock);
	server->is_ending = true;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
	pthread_join(server->keeper, NULL);
}

struct view *
slots_take(struct view_server *server)
{
	pthread_mutex_lock(&server->lock);
	while (!server->ready && !server->slot_error)
		pthread_cond_wait(&server->changed, &server->lock);
	struct view *view = server->ready;
	if (view) {
		server->ready = view->next_waiting;
		server->ready_count--;
	} else {
		errno = -server->slot_error;
	}
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
	return view;
}

void
slots_retire(struct view *view)
{
	struct view_server *server = view->server;
	pthread_mutex_lock(&server->lock);
	push_retired(server, view);
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
}
