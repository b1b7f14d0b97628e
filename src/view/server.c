/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting and stopping: the host's mount namespace is left, the two connections are mounted, threads run. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parser/base/buf.h"
#include "parser/base/bug.h"
#include "parser/base/vec.h"
#include "sys/fs.h"
#include "sys/namespace.h"
#include "sys/path.h"
#include "view/server.h"

static _Thread_local const char *trouble; /* of the last start in this thread; static text */

const char *
view_trouble(void)
{
	return trouble ? trouble : "";
}

static int
failed(int err, const char *text)
{
	if (err)
		trouble = text;
	return err;
}

static char *
resolved(const char *path)
{
	char *real = realpath(path, NULL);
	return real ? real : path_clean(path);
}

static void
hide(struct view_server *server, const char *path)
{
	struct statx stx;
	cleanup_free char *clean = resolved(path);
	struct buf directory = BUF_INIT;
	const char *name = path_base(clean);
	buf_add(&directory, clean, (size_t)(name - clean));
	if (*name && !fs_stat(server->root, directory.data, &stx)) {
		server->hidden = xrealloc(server->hidden, (server->hidden_count + 1) * sizeof *server->hidden);
		server->hidden[server->hidden_count++] = (struct hidden){ .name = xstrdup(name),
			.device = statx_device(&stx), .inode = stx.stx_ino };
	}
	buf_release(&directory);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct region *)a)->path, ((const struct region *)b)->path);
}

/* sorted, so that an outer directory comes first and swallows those in it */
static void
set_regions(struct view_server *server, const char *const *exact)
{
	struct { VEC(struct region) } all = { 0 };
	struct stat st;
	for (; exact && *exact; exact++) {
		struct region region = { resolved(*exact) };
		if (stat(region.path, &st) || !S_ISDIR(st.st_mode))
			free(region.path);
		else
			vec_push(&all, region);
	}
	if (all.count)
		qsort(all.at, all.count, sizeof *all.at, by_path);
	for (size_t i = 0; i < all.count; i++) {
		bool is_nested = false;
		for (size_t outer = 0; outer < server->region_count; outer++)
			is_nested |= path_is_below(all.at[i].path, all.at[outer].path);
		if (is_nested)
			free(all.at[i].path);
		else
			all.at[server->region_count++] = all.at[i];
	}
	server->regions = all.at;
}

static int
make_directory(const struct view_server *server, const char *name)
{
	cleanup_buf struct buf path = BUF_INIT;
	buf_addf(&path, "%s/%s", server->mount_point, name);
	return mkdir(path.data, 0755) ? -errno : 0;
}

struct mounted {
	int fd;  /* to serve by */
	int top; /* O_PATH of its root */
};

static int
mount_connection(const struct view_server *server, const char *name, struct mounted *mounted)
{
	char options[160];
	cleanup_buf struct buf path = BUF_INIT;
	cleanup_fd int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return failed(-errno, "/dev/fuse cannot be opened: is the fuse module loaded, and may you use it?");
	snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=%u,group_id=%u,allow_other%s", fd,
	         (unsigned)server->uid, (unsigned)server->gid, server->is_user ? "" : ",default_permissions");
	buf_addf(&path, "%s/%s", server->mount_point, name);
	if (mount("tmake", path.data, "fuse.tmake", 0, options))
		return failed(-errno, "a FUSE file system cannot be mounted");
	mounted->top = open(path.data, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (mounted->top < 0)
		return failed(-errno, "the FUSE file system cannot be opened");
	mounted->fd = fs_steal(&fd);
	return 0;
}

/* on a file system of our own, so that the mount point itself stays empty */
static int
mount_all(struct view_server *server, struct mounted mounted[CONNECTION_COUNT])
{
	static const char *const names[] = { "shared", "exact", "staging" };
	if (mount("tmake", server->mount_point, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m"))
		return failed(-errno, "nothing can be mounted on the mount point");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int err = make_directory(server, names[i]);
		if (err)
			return failed(err, "directories cannot be made at the mount point");
	}
	for (int i = 0; i < CONNECTION_COUNT; i++) {
		int err = mount_connection(server, names[i], &mounted[i]);
		if (err)
			return err;
	}
	return 0;
}

static int
start_threads(struct view_server *server, const struct mounted mounted[CONNECTION_COUNT])
{
	for (int i = 0; i < CONNECTION_COUNT; i++) {
		int err = connection_start(&server->connections[i], server, i == CONNECTION_EXACT, mounted[i].fd,
		                           mounted[i].top);
		if (err)
			return failed(err, "the threads of the file system cannot be started");
	}
	return failed(slots_start(server), "the thread that prepares views cannot be started");
}

static int
leave_host(struct view_server *server)
{
	struct statx stx;
	server->uid = geteuid();
	server->gid = getegid();
	int err = namespace_leave_host(&server->is_user);
	if (err)
		return failed(err, "mount namespaces are not allowed here: neither as root nor in a user namespace");
	server->root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (server->root < 0)
		return failed(-errno, "the root directory cannot be opened");
	err = fs_stat(server->root, "", &stx);
	server->root_device = err ? 0 : statx_device(&stx);
	return failed(err, "the root directory cannot be read");
}

static void
configure(struct view_server *server, const struct view_server_config *config)
{
	server->arg = config->arg;
	server->before_change = config->before_change;
	server->missing = config->missing;
	server->mount_point = resolved(config->mount_point);
	struct buf staging = BUF_INIT;
	buf_addf(&staging, "%s/staging", server->mount_point);
	server->staging = buf_steal(&staging, NULL);
	hide(server, server->mount_point);
	for (const char *const *hidden = config->hidden; hidden && *hidden; hidden++)
		hide(server, *hidden);
	set_regions(server, config->exact);
	fs_raise_descriptor_limit(&server->descriptor_limit);
}

static int
start(struct view_server *server, const struct view_server_config *config)
{
	struct mounted mounted[CONNECTION_COUNT];
	int err = leave_host(server);
	if (err)
		return err;
	configure(server, config);
	err = mount_all(server, mounted);
	if (err)
		return err;
	server->base_namespace = namespace_open_own();
	if (server->base_namespace < 0)
		return failed(server->base_namespace, "the mount namespace cannot be opened; is /proc there?");
	return start_threads(server, mounted);
}

static void
free_config(struct view_server *server)
{
	for (size_t i = 0; i < server->hidden_count; i++)
		free(server->hidden[i].name);
	for (size_t i = 0; i < server->region_count; i++)
		free(server->regions[i].path);
	free(server->hidden);
	free(server->regions);
	free(server->mount_point);
	free(server->staging);
}

/* nothing runs yet, and the process goes on untraced */
static void
give_up(struct view_server *server)
{
	free_config(server);
	exec_taps_free(server->taps);
	inodes_release(&server->inodes);
	fs_close(&server->root);
	free(server);
}

int
view_server_start(struct view_server **result, const struct view_server_config *config)
{
	struct view_server *server = xcalloc(1, sizeof *server);
	trouble = NULL;
	server->root = server->base_namespace = -1;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->changed, NULL);
	inodes_init(&server->inodes);
	server->taps = exec_taps_new();
	int err = start(server, config);
	*result = err ? NULL : server;
	if (err && !server->connections[0].server) /* else threads have begun: what was started is left as it is */
		give_up(server);
	return err;
}

static void
free_views(struct view_server *server)
{
	for (struct view *view = server->views, *next; view; view = next) {
		next = view->next;
		fs_close(&view->namespace_fd);
		recorder_free(view->recorder);
		free(view);
	}
}

static bool
is_lived_in(const struct view_server *server)
{
	bool is = false;
	for (const struct view *view = server->views; view && !is; view = view->next)
		is = view->namespace_id && slot_is_lived_in(view);
	return is;
}

void
view_server_stop(struct view_server *server)
{
	slots_stop(server);
	server->is_ending = true;
	for (int i = 0; i < CONNECTION_COUNT; i++)
		connection_halt(&server->connections[i]);
	if (is_lived_in(server))
		server_linger(server);
	for (int i = 0; i < CONNECTION_COUNT; i++)
		connection_free(&server->connections[i]);
	umount2(server->mount_point, MNT_DETACH);
	free_views(server);
	inodes_release(&server->inodes);
	exec_taps_free(server->taps);
	free_config(server);
	fs_close(&server->root);
	fs_close(&server->base_namespace);
	pthread_cond_destroy(&server->changed);
	pthread_mutex_destroy(&server->lock);
	free(server);
}
