/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/ops.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "parser/base/bug.h"
#include "sys/fs.h"
#include "trace/trace.h"
#include "view/server.h"

enum { OPEN_TO_EXECUTE = 0x20 }; /* FMODE_EXEC, which the kernel leaves in the flags of OPEN */

/* numbers of other devices are moved apart: a view is one device */
static uint64_t
shown_inode(const struct view_server *server, uint64_t device, uint64_t inode)
{
	return device == server->root_device ? inode : inode ^ (device * UINT64_C(0x9e3779b97f4a7c15)) << 32;
}

static struct timespec
timespec_of(const struct statx_timestamp *stamp)
{
	return (struct timespec){ .tv_sec = stamp->tv_sec, .tv_nsec = stamp->tv_nsec };
}

void
stat_from_statx(const struct view_server *server, const struct statx *stx, struct stat *st)
{
	*st = (struct stat){ .st_ino = shown_inode(server, statx_device(stx), stx->stx_ino),
		.st_mode = stx->stx_mode, .st_nlink = stx->stx_nlink, .st_uid = stx->stx_uid,
		.st_gid = stx->stx_gid, .st_rdev = makedev(stx->stx_rdev_major, stx->stx_rdev_minor),
		.st_size = (off_t)stx->stx_size, .st_blksize = (blksize_t)stx->stx_blksize,
		.st_blocks = (blkcnt_t)stx->stx_blocks, .st_atim = timespec_of(&stx->stx_atime),
		.st_mtim = timespec_of(&stx->stx_mtime), .st_ctim = timespec_of(&stx->stx_ctime) };
	if (server->is_user) { /* ids that the user namespace does not map would forbid writing to /tmp */
		st->st_uid = server->uid;
		st->st_gid = server->gid;
	}
}

/* Directories and links belong to a view; regular files on S to all. */
static struct node_place
place_in(struct node *parent, const char *name, const struct statx *stx)
{
	struct node_place place = { .is_exact = parent->is_exact, .parent = parent->real, .name = name };
	if (parent->is_exact || !S_ISREG(stx->stx_mode)) {
		place.view = parent->view;
		place.of_view = &parent->view->nodes;
		place.refs = &parent->view->refs;
	}
	return place;
}

static unsigned
kinds_of_look_up(const struct node *parent, const struct statx *stx)
{
	return S_ISREG(stx->stx_mode) && !parent->is_exact ? ACCESS_READ : ACCESS_STAT;
}

static int
found_there(const struct caller *caller, struct node *parent, const char *name, const struct statx *stx,
            struct record *record, struct found *found)
{
	struct node_place place = place_in(parent, name, stx);
	struct node *node = inodes_look_up(&caller->server->inodes, &place, stx);
	if (!node)
		return -errno;
	if (place.view)
		node->record = record;
	recorder_access(parent->view->recorder, record, kinds_of_look_up(parent, stx), stx, caller->thread);
	found->node = node;
	stat_from_statx(caller->server, stx, &found->st);
	return 0;
}

/* the callback may make the file: then the caller sees it */
static int
stat_or_wait(const struct caller *caller, struct node *parent, const char *name, const struct record *record,
             struct statx *stx)
{
	struct view_server *server = caller->server;
	int err = fs_stat(parent->real->fd, name, stx);
	if (err != -ENOENT || !server->missing || !record)
		return err;
	cleanup_free char *path = record_path(record);
	while (err == -ENOENT && server->missing(server->arg, parent->view, path) == VIEW_RETRY)
		err = fs_stat(parent->real->fd, name, stx);
	return err;
}

int
op_look_up(const struct caller *caller, struct node *parent, const char *name, struct found *found)
{
	struct statx stx;
	struct recorder *recorder = parent->view->recorder;
	found->node = NULL;
	if (view_shows(caller->server, parent->real, name) == VIEW_SHOWS_NOTHING)
		return 0;
	struct record *record = recorder_child(recorder, parent->record, name);
	for (int attempt = 0;; attempt++) {
		int err = stat_or_wait(caller, parent, name, record, &stx);
		if (!err)
			err = found_there(caller, parent, name, &stx, record, found);
		if (err == -ENOENT) {
			recorder_access(recorder, record, ACCESS_ABSENT, NULL, caller->thread);
			return 0;
		}
		if (err != -ESTALE || attempt)
			return err;
	}
}

int
op_look_up_view(const struct caller *caller, bool is_exact, const char *name, struct found *found)
{
	struct view_server *server = caller->server;
	unsigned id, region = 0;
	struct statx stx;
	found->node = NULL;
	if (sscanf(name, is_exact ? "%u.%u" : "%u", &id, &region) != 1 + is_exact)
		return 0;
	struct view *view = server_view_by_id(server, id);
	if (!view)
		return 0;
	const char *path = is_exact && region < server->region_count ? server->regions[region].path : "/";
	struct node_place place = { .view = view, .of_view = &view->nodes, .refs = &view->refs, .is_exact = is_exact };
	struct node *node = inodes_root(&server->inodes, &place, server->root, path);
	int err = node ? real_stat(&server->inodes, node->real, &stx) : -errno;
	if (node) {
		node->record = recorder_path(view->recorder, path);
		found->node = node;
	}
	if (!err)
		stat_from_statx(server, &stx, &found->st);
	view_unref(view);
	return err;
}

void
op_forget(struct view_server *server, struct node *node, uint64_t count)
{
	struct view *view;
	if (inodes_forget(&server->inodes, node, count, &view) && view)
		view_unref(view);
}

int
op_getattr(const struct caller *caller, struct node *node, struct stat *st)
{
	struct statx stx;
	if (!node->real) {
		*st = (struct stat){ .st_mode = S_IFDIR | 0755, .st_nlink = 2, .st_ino = 1,
			.st_uid = caller->server->uid, .st_gid = caller->server->gid };
		return 0;
	}
	int err = real_stat(&caller->server->inodes, node->real, &stx);
	if (!err)
		stat_from_statx(caller->server, &stx, st);
	return err;
}

int
op_readlink(const struct caller *caller, struct node *node, char *target, size_t size)
{
	struct place place;
	struct inodes *inodes = &caller->server->inodes;
	real_place(inodes, node->real, &place);
	ssize_t len = readlinkat(place.fd, place.name, target, size - 1);
	int err = len < 0 ? -errno : 0;
	place_release(inodes, &place);
	if (err)
		return err == -ENOENT || err == -EINVAL ? -ESTALE : err;
	target[len] = '\0';
	recorder_access(node->view->recorder, node->record, ACCESS_LINK, NULL, caller->thread);
	return 0;
}

int
op_access(const struct caller *caller, struct node *node, int mask)
{
	char link[FS_LINK_SIZE];
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_PATH);
	if (fd < 0)
		return fd;
	fs_descriptor_path(link, fd);
	return faccessat(AT_FDCWD, link, mask, AT_EACCESS) ? -errno : 0;
}

/* the lingering server must know which descriptors are its own */
static void
mark_handle(struct view_server *server, int fd, bool is_open)
{
	uint64_t bit = UINT64_C(1) << (fd % 64);
	if (fd / 64 >= HANDLE_WORDS)
		return;
	if (is_open)
		server->handles[fd / 64] |= bit;
	else
		server->handles[fd / 64] &= ~bit;
}

uint64_t
handle_new(struct view_server *server, int fd, bool appends)
{
	mark_handle(server, fd, true);
	return (uint64_t)fd | (uint64_t)appends << 32;
}

void
op_release(struct view_server *server, uint64_t handle)
{
	mark_handle(server, handle_fd(handle), false);
	close(handle_fd(handle));
}

static void
note_open(const struct caller *caller, struct node *node, int fd, int flags)
{
	struct statx stx;
	unsigned kinds = 0;
	if (flags & OPEN_TO_EXECUTE)
		kinds = ACCESS_EXEC;
	else if ((flags & O_ACCMODE) != O_WRONLY)
		kinds = ACCESS_READ;
	if (kinds && !fs_stat(fd, "", &stx))
		recorder_access(node->view->recorder, node->record, kinds, &stx, caller->thread);
}

int
op_open(const struct caller *caller, struct node *node, int flags, uint64_t *handle)
{
	enum { KEPT = O_ACCMODE | O_APPEND | O_SYNC | O_DSYNC | O_NOATIME };
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, flags & KEPT);
	if (fd == -EPERM && flags & O_NOATIME)
		fd = real_open(&caller->server->inodes, node->real, flags & KEPT & ~O_NOATIME);
	if (fd < 0)
		return fd;
	note_open(caller, node, fd, flags);
	if (caller->server->is_passing && (flags & O_ACCMODE) != O_RDONLY) {
		int err = op_before_write(caller, node);
		if (err)
			return err;
	}
	*handle = handle_new(caller->server, fs_steal(&fd), flags & O_APPEND);
	return 0;
}

static int
data_fd(const struct caller *caller, struct node *node, uint64_t handle)
{
	return node->is_exact ? handle_fd(handle) : real_data(&caller->server->inodes, node->real, false);
}

ssize_t
op_read(const struct caller *caller, struct node *node, uint64_t handle, char *data, size_t size, off_t at)
{
	int fd = data_fd(caller, node, handle);
	size_t len = 0;
	if (fd < 0)
		return fd;
	while (len < size) {
		ssize_t got = pread(fd, data + len, size - len, at + (off_t)len);
		if (got < 0 && !len)
			return -errno;
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

static int
add_names(const struct caller *caller, struct node *node, int fd,
          bool (*add)(void *, const char *, uint64_t, unsigned char, off_t), void *arg)
{
	_Alignas(8) char block[32768];
	struct view_server *server = caller->server;
	for (;;) {
		long len = syscall(SYS_getdents64, fd, block, sizeof block);
		if (len <= 0)
			return len ? -errno : 0;
		for (long i = 0; i < len;) {
			const struct dirent64 *entry = (const void *)(block + i);
			i += entry->d_reclen;
			if (view_shows(server, node->real, entry->d_name) == VIEW_SHOWS_NOTHING)
				continue;
			uint64_t inode = shown_inode(server, node->real->device, entry->d_ino);
			if (!add(arg, entry->d_name, inode, entry->d_type, entry->d_off))
				return 0;
		}
	}
}

int
op_readdir(const struct caller *caller, struct node *node, off_t at,
           bool (*add)(void *, const char *, uint64_t, unsigned char, off_t), void *arg)
{
	if (!node->real)
		return 0;
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return fd;
	if (at && lseek(fd, at, SEEK_SET) < 0)
		return -errno;
	struct statx stx;
	if (!at && !fs_stat(fd, "", &stx))
		recorder_access(node->view->recorder, node->record, ACCESS_LIST, &stx, caller->thread);
	return add_names(caller, node, fd, add, arg);
}

int
op_statfs(const struct caller *caller, struct node *node, struct statvfs *st)
{
	int fd = caller->server->root;
	struct place place = { .held = NULL };
	if (node->real) {
		real_place(&caller->server->inodes, node->real, &place);
		fd = place.fd;
	}
	int err = fstatvfs(fd, st) ? -errno : 0;
	if (place.held)
		place_release(&caller->server->inodes, &place);
	return err;
}

/* every execve of a file asks for its capabilities: that is how we learn of it */
static bool
is_exec_tap(const char *name)
{
	return !strcmp(name, "security.capability");
}

ssize_t
op_getxattr(const struct caller *caller, struct node *node, const char *name, char *value, size_t size)
{
	char link[FS_LINK_SIZE];
	if (!node->real)
		return -ENODATA;
	if (is_exec_tap(name)) {
		exec_taps_note(caller->server->taps, caller->thread);
		if (caller->server->is_user)
			return -ENODATA;
	}
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_PATH);
	if (fd < 0)
		return fd;
	fs_descriptor_path(link, fd);
	ssize_t len = getxattr(link, name, value, size);
	return len < 0 ? -errno : len;
}

ssize_t
op_listxattr(const struct caller *caller, struct node *node, char *names, size_t size)
{
	char link[FS_LINK_SIZE];
	if (!node->real)
		return 0;
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_PATH);
	if (fd < 0)
		return fd;
	fs_descriptor_path(link, fd);
	ssize_t len = listxattr(link, names, size);
	return len < 0 ? -errno : len;
}

off_t
op_lseek(const struct caller *caller, struct node *node, uint64_t handle, off_t at, int whence)
{
	int fd = data_fd(caller, node, handle);
	if (fd < 0)
		return fd;
	off_t result = lseek(fd, at, whence);
	return result < 0 ? -errno : result;
}
