/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/ops.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "parser/base/vec.h"
#include "sys/fs.h"
#include "trace/trace.h"
#include "view/server.h"

/* names: what changes in a directory */

struct name_change {
	const struct caller *caller;
	struct node *parent;
	const char *name;
	struct change change;
};

static struct recorder *
recorder_of(const struct name_change *at)
{
	return at->parent->view->recorder;
}

static int
begin_name(struct name_change *at, const struct caller *caller, struct node *parent, const char *name)
{
	*at = (struct name_change){ .caller = caller, .parent = parent, .name = name };
	if (!parent->real || view_shows(caller->server, parent->real, name) == VIEW_SHOWS_NOTHING)
		return -EACCES;
	struct record *record = recorder_child(recorder_of(at), parent->record, name);
	return recorder_begin_change(recorder_of(at), &at->change, record, parent->real->fd, name, caller->thread);
}

static int
end_name(struct name_change *at, int err)
{
	recorder_end_change(recorder_of(at), &at->change, err);
	return err;
}

/* what root's server made for another user */
static int
give_to_caller(const struct caller *caller, int directory, const char *name)
{
	const struct view_server *server = caller->server;
	struct statx stx;
	if (server->is_user || (caller->uid == server->uid && caller->gid == server->gid))
		return 0;
	gid_t gid = fs_stat(directory, "", &stx) || !(stx.stx_mode & S_ISGID) ? caller->gid : (gid_t)-1;
	return fchownat(directory, name, caller->uid, gid, AT_SYMLINK_NOFOLLOW) ? -errno : 0;
}

/* the node of a name that was just made */
static int
show_new(const struct name_change *at, struct found *found)
{
	struct statx stx;
	struct node *parent = at->parent;
	struct view_server *server = at->caller->server;
	int err = fs_stat(parent->real->fd, at->name, &stx);
	if (err)
		return err;
	bool is_shared = !parent->is_exact && S_ISREG(stx.stx_mode);
	struct node_place place = { .is_exact = parent->is_exact, .parent = parent->real, .name = at->name };
	if (!is_shared) {
		place.view = parent->view;
		place.of_view = &parent->view->nodes;
		place.refs = &parent->view->refs;
	}
	found->node = inodes_look_up(&server->inodes, &place, &stx);
	if (!found->node)
		return -errno;
	if (!is_shared)
		found->node->record = at->change.record;
	recorder_saw(recorder_of(at), at->change.record, &stx);
	stat_from_statx(server, &stx, &found->st);
	return 0;
}

static int
finish_new(struct name_change *at, int err, struct found *found)
{
	if (!err)
		err = give_to_caller(at->caller, at->parent->real->fd, at->name);
	err = end_name(at, err);
	return err ? err : show_new(at, found);
}

static int
create_file(const struct caller *caller, int directory, const char *name, int flags, mode_t mode)
{
	umask(caller->umask);
	int fd = openat(directory, name, flags | O_CREAT | O_EXCL, mode);
	if (fd < 0 && errno == EEXIST && !(flags & O_EXCL)) /* another view made it after ours had looked */
		fd = openat(directory, name, flags | O_CREAT, mode);
	return fd < 0 ? -errno : fd;
}

int
op_create(const struct caller *caller, struct node *parent, const char *name, mode_t mode, int flags,
          struct found *found, uint64_t *handle)
{
	enum { KEPT = O_ACCMODE | O_APPEND | O_SYNC | O_DSYNC | O_EXCL | O_TRUNC };
	struct name_change at;
	int wanted = (parent->is_exact ? flags & KEPT : O_RDWR | (flags & (O_EXCL | O_TRUNC))) | O_NOFOLLOW | O_CLOEXEC;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err;
	cleanup_fd int fd = create_file(caller, parent->real->fd, name, wanted, mode);
	err = finish_new(&at, fd < 0 ? fd : 0, found);
	if (err)
		return err;
	if (parent->is_exact)
		*handle = handle_new(caller->server, fs_steal(&fd), flags & O_APPEND);
	else
		*handle = 0, real_take_data(&caller->server->inodes, found->node->real, fs_steal(&fd), true);
	return 0;
}

int
op_mknod(const struct caller *caller, struct node *parent, const char *name, mode_t mode, dev_t device,
         struct found *found)
{
	struct name_change at;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err;
	umask(caller->umask);
	err = mknodat(parent->real->fd, name, mode, device) ? -errno : 0;
	return finish_new(&at, err, found);
}

int
op_mkdir(const struct caller *caller, struct node *parent, const char *name, mode_t mode, struct found *found)
{
	struct name_change at;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err;
	umask(caller->umask);
	err = mkdirat(parent->real->fd, name, mode) ? -errno : 0;
	return finish_new(&at, err, found);
}

int
op_symlink(const struct caller *caller, struct node *parent, const char *name, const char *target,
           struct found *found)
{
	struct name_change at;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err;
	err = symlinkat(target, parent->real->fd, name) ? -errno : 0;
	return finish_new(&at, err, found);
}

/* a second name carries the content on: it was read */
static void
note_content(const struct caller *caller, struct node *node)
{
	struct statx stx;
	if (node->view && !real_stat(&caller->server->inodes, node->real, &stx))
		recorder_access(node->view->recorder, node->record,
		                S_ISLNK(stx.stx_mode) ? ACCESS_LINK : ACCESS_READ, &stx, caller->thread);
}

int
op_link(const struct caller *caller, struct node *node, struct node *parent, const char *name,
        struct found *found)
{
	struct name_change at;
	char link[FS_LINK_SIZE];
	int fd = real_pin(&caller->server->inodes, node->real);
	if (fd < 0)
		return fd;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err;
	note_content(caller, node);
	fs_descriptor_path(link, fd);
	err = linkat(AT_FDCWD, link, parent->real->fd, name, AT_SYMLINK_FOLLOW) ? -errno : 0;
	err = end_name(&at, err);
	return err ? err : show_new(&at, found);
}

static int
remove_name(const struct caller *caller, struct node *parent, const char *name, int flags)
{
	struct name_change at;
	int err = begin_name(&at, caller, parent, name);
	if (err)
		return err == -EACCES ? -ENOENT : err;
	if (!flags)
		inodes_pin(&caller->server->inodes, parent->real->fd, name);
	return end_name(&at, unlinkat(parent->real->fd, name, flags) ? -errno : 0);
}

int
op_unlink(const struct caller *caller, struct node *parent, const char *name)
{
	return remove_name(caller, parent, name, 0);
}

int
op_rmdir(const struct caller *caller, struct node *parent, const char *name)
{
	return remove_name(caller, parent, name, AT_REMOVEDIR);
}

/* renaming: all below the two names changes with them */

struct renaming {
	const struct caller *caller;
	struct recorder *recorder;
	struct { VEC(struct change) } changes; /* to be taken back if it fails */
	int err;
};

struct level { /* one directory on the way down */
	struct renaming *renaming;
	struct record *from, *to;
	int from_fd, to_fd; /* to_fd: -1 where there is none */
};

static void
begin_one(struct renaming *renaming, struct record *record, int directory, const char *name)
{
	struct change change;
	if (!renaming->err)
		renaming->err = recorder_begin_change(renaming->recorder, &change, record, directory, name,
		                                      renaming->caller->thread);
	if (!renaming->err)
		vec_push(&renaming->changes, change);
}

static void
begin_level(struct renaming *, struct record *from, struct record *to, int from_fd, int to_fd);

static int
open_below(int directory, const char *name)
{
	return directory < 0 ? -1 : openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* `name` and all below moves from one directory to the other; its content is an input that lives on */
static void
begin_move(struct level *level, const char *from_name, const char *to_name)
{
	struct renaming *renaming = level->renaming;
	struct record *from = recorder_child(renaming->recorder, level->from, from_name);
	struct record *to = recorder_child(renaming->recorder, level->to, to_name);
	struct statx stx;
	if (fs_stat(level->from_fd, from_name, &stx))
		return;
	if (S_ISREG(stx.stx_mode) || S_ISLNK(stx.stx_mode))
		recorder_access(renaming->recorder, from, S_ISREG(stx.stx_mode) ? ACCESS_READ : ACCESS_LINK, &stx,
		                renaming->caller->thread);
	begin_one(renaming, from, level->from_fd, from_name);
	begin_one(renaming, to, level->to_fd, to_name);
	if (!S_ISDIR(stx.stx_mode))
		return;
	cleanup_fd int from_fd = open_below(level->from_fd, from_name);
	cleanup_fd int to_fd = open_below(level->to_fd, to_name);
	if (from_fd >= 0)
		begin_level(renaming, from, to, from_fd, to_fd);
}

static int
begin_entry(void *arg, const char *name, unsigned char type)
{
	struct level *level = arg;
	(void)type;
	begin_move(level, name, name);
	return level->renaming->err;
}

static void
begin_level(struct renaming *renaming, struct record *from, struct record *to, int from_fd, int to_fd)
{
	struct level level = { renaming, from, to, from_fd, to_fd };
	int err = fs_each_name(from_fd, begin_entry, &level);
	if (err && !renaming->err)
		renaming->err = err;
}

/* the nodes of a moved directory's files have new paths */
static void
move_records(struct view *view, struct record *from, struct record *to, bool is_exchange)
{
	struct inodes *inodes = &view->server->inodes;
	if (!from || !to)
		return;
	pthread_mutex_lock(&inodes->lock);
	for (struct node *node = view->nodes; node; node = node->of_view) {
		struct record *record = node->record;
		if (record && record_is_below(record, from))
			node->record = recorder_rebase(view->recorder, record, from, to);
		else if (record && is_exchange && record_is_below(record, to))
			node->record = recorder_rebase(view->recorder, record, to, from);
	}
	pthread_mutex_unlock(&inodes->lock);
}

static int
begin_rename(struct renaming *renaming, struct node *from, const char *from_name, struct node *to,
             const char *to_name, unsigned flags)
{
	struct level there = { renaming, from->record, to->record, from->real->fd, to->real->fd };
	struct level back = { renaming, to->record, from->record, to->real->fd, from->real->fd };
	begin_move(&there, from_name, to_name);
	if (flags & RENAME_EXCHANGE)
		begin_move(&back, to_name, from_name);
	return renaming->err;
}

static void
end_rename(struct renaming *renaming, int err)
{
	for (size_t i = 0; i < renaming->changes.count; i++)
		recorder_end_change(renaming->recorder, &renaming->changes.at[i], err);
	vec_release(&renaming->changes);
}

static void
note_moved(struct inodes *inodes, struct node *directory, const char *name)
{
	struct statx stx;
	if (!fs_stat(directory->real->fd, name, &stx))
		inodes_moved(inodes, &stx, directory->real, name);
}

int
op_rename(const struct caller *caller, struct node *from, const char *from_name, struct node *to,
          const char *to_name, unsigned flags)
{
	struct view_server *server = caller->server;
	if (!from->real || !to->real)
		return -EACCES;
	if (view_shows(server, from->real, from_name) == VIEW_SHOWS_NOTHING)
		return -ENOENT;
	if (view_shows(server, to->real, to_name) == VIEW_SHOWS_NOTHING)
		return -EACCES;
	struct view *view = from->view;
	struct renaming renaming = { .caller = caller, .recorder = view->recorder };
	int err = begin_rename(&renaming, from, from_name, to, to_name, flags);
	if (!err && !(flags & RENAME_EXCHANGE))
		inodes_pin(&server->inodes, to->real->fd, to_name);
	if (!err && syscall(SYS_renameat2, from->real->fd, from_name, to->real->fd, to_name, flags))
		err = -errno;
	end_rename(&renaming, err);
	if (err)
		return err;
	note_moved(&server->inodes, to, to_name);
	if (flags & RENAME_EXCHANGE)
		note_moved(&server->inodes, from, from_name);
	move_records(view, recorder_child(view->recorder, from->record, from_name),
	             recorder_child(view->recorder, to->record, to_name), flags & RENAME_EXCHANGE);
	return 0;
}

/* content and attributes */

/* written back without a caller: nobody can say whose it was, so no view that knows the file has a usable trace */
static void
void_views(struct view_server *server, const struct real *real)
{
	pthread_mutex_lock(&server->lock);
	for (struct view *view = server->views; view; view = view->next)
		if (recorder_knows_file(view->recorder, real->device, real->inode))
			recorder_void(view->recorder, "a shared file was written through a mapping");
	pthread_mutex_unlock(&server->lock);
}

static int
begin_shared(const struct caller *caller, struct node *node)
{
	struct view_server *server = caller->server;
	if (caller->thread <= 0) {
		void_views(server, node->real);
		return 0;
	}
	if (node->writer == caller->thread)
		return 0;
	struct view *view = server_view_of(server, caller->thread);
	if (!view)
		return 0;
	int err = recorder_change_file(view->recorder, node->real->device, node->real->inode, server->root,
	                               caller->thread);
	if (err == -ENOENT) {
		recorder_void(view->recorder, "a file was written that the recipe never opened");
		err = 0;
	}
	if (!err)
		node->writer = caller->thread;
	view_unref(view);
	return err;
}

/* before a file changes that is known by number; its names are those that the view has seen */
static int
begin_file(const struct caller *caller, struct node *node)
{
	struct inodes *inodes = &caller->server->inodes;
	struct change change;
	struct place place;
	if (!node->view)
		return begin_shared(caller, node);
	real_place(inodes, node->real, &place);
	int err = recorder_begin_change(node->view->recorder, &change, node->record, place.fd, place.name,
	                                caller->thread);
	place_release(inodes, &place);
	if (!err && node->has_links)
		err = recorder_change_file(node->view->recorder, node->real->device, node->real->inode,
		                           caller->server->root, caller->thread);
	return err == -ENOENT ? 0 : err;
}

int
op_before_write(const struct caller *caller, struct node *node)
{
	return begin_file(caller, node);
}

static int
set_size(const struct caller *caller, struct node *node, off_t size, bool has_handle, uint64_t handle)
{
	if (has_handle && node->is_exact)
		return ftruncate(handle_fd(handle), size) ? -errno : 0;
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_WRONLY);
	if (fd >= 0)
		return ftruncate(fd, size) ? -errno : 0;
	int data = fd == -EACCES && has_handle ? real_data(&caller->server->inodes, node->real, true) : fd;
	if (data < 0)
		return data;
	return ftruncate(data, size) ? -errno : 0;
}

static int
set_rest(int fd, const struct attributes *attributes)
{
	char link[FS_LINK_SIZE];
	fs_descriptor_path(link, fd);
	unsigned set = attributes->set;
	if (set & (ATTRIBUTE_UID | ATTRIBUTE_GID)) {
		uid_t uid = set & ATTRIBUTE_UID ? attributes->uid : (uid_t)-1;
		gid_t gid = set & ATTRIBUTE_GID ? attributes->gid : (gid_t)-1;
		if (fchownat(fd, "", uid, gid, AT_EMPTY_PATH))
			return -errno;
	}
	if (set & ATTRIBUTE_MODE && chmod(link, attributes->mode))
		return -errno;
	if (set & ATTRIBUTE_TIMES && utimensat(fd, "", attributes->times, AT_EMPTY_PATH))
		return -errno;
	return 0;
}

int
op_setattr(const struct caller *caller, struct node *node, const struct attributes *attributes, bool has_handle,
           uint64_t handle)
{
	if (!node->real)
		return -EACCES;
	int err = begin_file(caller, node);
	if (!err && attributes->set & ATTRIBUTE_SIZE)
		err = set_size(caller, node, attributes->size, has_handle, handle);
	if (err || !(attributes->set & ~(unsigned)ATTRIBUTE_SIZE))
		return err;
	cleanup_fd int fd = real_open(&caller->server->inodes, node->real, O_PATH);
	return fd < 0 ? fd : set_rest(fd, attributes);
}

static ssize_t
write_all(int fd, const char *data, size_t size, off_t at)
{
	size_t len = 0;
	while (len < size) {
		ssize_t put = pwrite(fd, data + len, size - len, at + (off_t)len);
		if (put < 0 && !len)
			return -errno;
		if (put <= 0)
			break;
		len += (size_t)put;
	}
	return (ssize_t)len;
}

/* the descriptor to write by; `opened` is closed by the caller */
static int
write_fd(const struct caller *caller, struct node *node, uint64_t handle, bool is_written_back, int *opened)
{
	if (!node->is_exact)
		return real_data(&caller->server->inodes, node->real, true);
	/* pwrite(2) by a descriptor that appends goes to the end, wherever the page belongs */
	if (is_written_back && handle_appends(handle))
		return *opened = real_open(&caller->server->inodes, node->real, O_WRONLY);
	return handle_fd(handle);
}

ssize_t
op_write(const struct caller *caller, struct node *node, uint64_t handle, const char *data, size_t size, off_t at,
         bool is_written_back)
{
	cleanup_fd int opened = -1;
	int err = begin_file(caller, node);
	if (err)
		return err;
	int fd = write_fd(caller, node, handle, is_written_back, &opened);
	return fd < 0 ? fd : write_all(fd, data, size, at);
}

int
op_fallocate(const struct caller *caller, struct node *node, uint64_t handle, int mode, off_t at, off_t len)
{
	cleanup_fd int opened = -1;
	int err = begin_file(caller, node);
	if (err)
		return err;
	int fd = write_fd(caller, node, handle, false, &opened);
	if (fd < 0)
		return fd;
	return fallocate(fd, mode, at, len) ? -errno : 0;
}

ssize_t
op_copy_range(const struct caller *caller, struct node *from, uint64_t from_handle, off_t from_at, struct node *to,
              uint64_t to_handle, off_t to_at, size_t len)
{
	cleanup_fd int opened = -1;
	int err = begin_file(caller, to);
	if (err)
		return err;
	int in = from->is_exact ? handle_fd(from_handle) : real_data(&caller->server->inodes, from->real, false);
	int out = write_fd(caller, to, to_handle, false, &opened);
	if (in < 0 || out < 0)
		return in < 0 ? in : out;
	ssize_t result = copy_file_range(in, &from_at, out, &to_at, len, 0);
	return result < 0 ? -errno : result;
}

int
op_fsync(const struct caller *caller, struct node *node, uint64_t handle, bool data_only)
{
	int fd = node->is_exact ? handle_fd(handle) : real_data(&caller->server->inodes, node->real, false);
	if (fd < 0)
		return fd;
	return (data_only ? fdatasync(fd) : fsync(fd)) ? -errno : 0;
}

int
op_flock(uint64_t handle, int operation)
{
	return flock(handle_fd(handle), operation | LOCK_NB) ? -errno : 0;
}

static int
begin_xattr(const struct caller *caller, struct node *node, char link[FS_LINK_SIZE])
{
	if (!node->real)
		return -EACCES;
	int err = begin_file(caller, node);
	if (err)
		return err;
	int fd = real_open(&caller->server->inodes, node->real, O_PATH);
	if (fd >= 0)
		fs_descriptor_path(link, fd);
	return fd;
}

int
op_setxattr(const struct caller *caller, struct node *node, const char *name, const char *value, size_t size,
            int flags)
{
	char link[FS_LINK_SIZE];
	cleanup_fd int fd = begin_xattr(caller, node, link);
	if (fd < 0)
		return fd;
	return setxattr(link, name, value, size, flags) ? -errno : 0;
}

int
op_removexattr(const struct caller *caller, struct node *node, const char *name)
{
	char link[FS_LINK_SIZE];
	cleanup_fd int fd = begin_xattr(caller, node, link);
	if (fd < 0)
		return fd;
	return removexattr(link, name) ? -errno : 0;
}
