/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns requests into calls of ops.h and their results into replies; decides nothing. */
#define FUSE_USE_VERSION 314
#include <fuse3/fuse_lowlevel.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "parser/base/bug.h"
#include "sys/fs.h"
#include "sys/namespace.h"
#include "view/ops.h"
#include "view/server.h"

/* each look-up of a name at the top that starts so ends one worker, once it is answered */
static const char end_prefix[] = "end";

static const double for_ever = 1e9; /* seconds: names and attributes live until we say otherwise */

static struct caller
caller_of(fuse_req_t req)
{
	const struct fuse_ctx *ctx = fuse_req_ctx(req);
	const struct connection *connection = fuse_req_userdata(req);
	return (struct caller){ connection->server, ctx->pid, ctx->uid, ctx->gid, ctx->umask };
}

static bool
is_exact(fuse_req_t req)
{
	return ((struct connection *)fuse_req_userdata(req))->is_exact;
}

/* the top directory of a connection: has neither file nor view */
static struct node *
node_of(fuse_ino_t ino)
{
	static struct node top;
	return ino == FUSE_ROOT_ID ? &top : (struct node *)(uintptr_t)ino;
}

static struct fuse_entry_param
entry_of(const struct found *found)
{
	return (struct fuse_entry_param){ .ino = (fuse_ino_t)(uintptr_t)found->node, .generation = 1,
		.attr = found->st, .attr_timeout = for_ever, .entry_timeout = for_ever };
}

static void
reply_entry(fuse_req_t req, int err, const struct found *found)
{
	if (err) {
		fuse_reply_err(req, -err);
		return;
	}
	struct fuse_entry_param entry = entry_of(found);
	if (fuse_reply_entry(req, &entry) && found->node)
		op_forget(((struct connection *)fuse_req_userdata(req))->server, found->node, 1);
}

static void
reply_size(fuse_req_t req, ssize_t size)
{
	if (size < 0)
		fuse_reply_err(req, (int)-size);
	else
		fuse_reply_write(req, (size_t)size);
}

static void
on_init(void *userdata, struct fuse_conn_info *conn)
{
	struct connection *connection = userdata;
	const unsigned wanted = FUSE_CAP_ASYNC_READ | FUSE_CAP_DONT_MASK | FUSE_CAP_AUTO_INVAL_DATA |
	                        FUSE_CAP_PARALLEL_DIROPS | FUSE_CAP_CACHE_SYMLINKS | FUSE_CAP_NO_OPENDIR_SUPPORT |
	                        (connection->is_exact ? FUSE_CAP_FLOCK_LOCKS : FUSE_CAP_NO_OPEN_SUPPORT);
	conn->want = wanted & conn->capable;
	conn->max_write = 1 << 20;
	conn->max_readahead = 1 << 20;
}

static void
on_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct caller caller = caller_of(req);
	struct node *node = node_of(parent);
	struct found found;
	if (!node->real && !strncmp(name, end_prefix, strlen(end_prefix)))
		((struct connection *)fuse_req_userdata(req))->ends++;
	int err = node->real ? op_look_up(&caller, node, name, &found)
	                     : op_look_up_view(&caller, is_exact(req), name, &found);
	reply_entry(req, err, &found);
}

static void
on_forget(fuse_req_t req, fuse_ino_t ino, uint64_t count)
{
	if (ino != FUSE_ROOT_ID)
		op_forget(caller_of(req).server, node_of(ino), count);
	fuse_reply_none(req);
}

static void
on_forget_multi(fuse_req_t req, size_t count, struct fuse_forget_data *forgets)
{
	for (size_t i = 0; i < count; i++)
		if (forgets[i].ino != FUSE_ROOT_ID)
			op_forget(caller_of(req).server, node_of(forgets[i].ino), forgets[i].nlookup);
	fuse_reply_none(req);
}

static void
on_getattr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	struct stat st;
	(void)fi;
	int err = op_getattr(&caller, node_of(ino), &st);
	if (err)
		fuse_reply_err(req, -err);
	else
		fuse_reply_attr(req, &st, for_ever);
}

static struct timespec
time_to_set(int set, int given, int now, struct timespec when)
{
	if (set & now)
		return (struct timespec){ .tv_nsec = UTIME_NOW };
	return set & given ? when : (struct timespec){ .tv_nsec = UTIME_OMIT };
}

static struct attributes
attributes_of(const struct stat *st, int set)
{
	struct attributes attributes = { .mode = st->st_mode & 07777, .uid = st->st_uid, .gid = st->st_gid,
		.size = st->st_size };
	attributes.times[0] = time_to_set(set, FUSE_SET_ATTR_ATIME, FUSE_SET_ATTR_ATIME_NOW, st->st_atim);
	attributes.times[1] = time_to_set(set, FUSE_SET_ATTR_MTIME, FUSE_SET_ATTR_MTIME_NOW, st->st_mtim);
	attributes.set = (set & FUSE_SET_ATTR_MODE ? ATTRIBUTE_MODE : 0u) |
	                 (set & FUSE_SET_ATTR_UID ? ATTRIBUTE_UID : 0u) |
	                 (set & FUSE_SET_ATTR_GID ? ATTRIBUTE_GID : 0u) |
	                 (set & FUSE_SET_ATTR_SIZE ? ATTRIBUTE_SIZE : 0u);
	if (set & (FUSE_SET_ATTR_ATIME | FUSE_SET_ATTR_ATIME_NOW | FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_MTIME_NOW))
		attributes.set |= ATTRIBUTE_TIMES;
	return attributes;
}

static void
on_setattr(fuse_req_t req, fuse_ino_t ino, struct stat *st, int set, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	struct attributes attributes = attributes_of(st, set);
	int err = op_setattr(&caller, node_of(ino), &attributes, fi, fi ? fi->fh : 0);
	if (err)
		fuse_reply_err(req, -err);
	else
		on_getattr(req, ino, fi);
}

static void
on_readlink(fuse_req_t req, fuse_ino_t ino)
{
	struct caller caller = caller_of(req);
	char target[PATH_MAX + 1];
	int err = op_readlink(&caller, node_of(ino), target, sizeof target);
	if (err)
		fuse_reply_err(req, -err);
	else
		fuse_reply_readlink(req, target);
}

static void
on_mknod(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode, dev_t device)
{
	struct caller caller = caller_of(req);
	struct found found;
	reply_entry(req, op_mknod(&caller, node_of(parent), name, mode, device, &found), &found);
}

static void
on_mkdir(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode)
{
	struct caller caller = caller_of(req);
	struct found found;
	reply_entry(req, op_mkdir(&caller, node_of(parent), name, mode, &found), &found);
}

static void
on_symlink(fuse_req_t req, const char *target, fuse_ino_t parent, const char *name)
{
	struct caller caller = caller_of(req);
	struct found found;
	reply_entry(req, op_symlink(&caller, node_of(parent), name, target, &found), &found);
}

static void
on_link(fuse_req_t req, fuse_ino_t ino, fuse_ino_t parent, const char *name)
{
	struct caller caller = caller_of(req);
	struct found found;
	reply_entry(req, op_link(&caller, node_of(ino), node_of(parent), name, &found), &found);
}

static void
on_unlink(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_unlink(&caller, node_of(parent), name));
}

static void
on_rmdir(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_rmdir(&caller, node_of(parent), name));
}

static void
on_rename(fuse_req_t req, fuse_ino_t from, const char *from_name, fuse_ino_t to, const char *to_name,
          unsigned flags)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_rename(&caller, node_of(from), from_name, node_of(to), to_name, flags));
}

/* Linux 6.9; not in libfuse 3.14 and its headers */
enum {
	INIT2_PASSTHROUGH = 1 << 5, /* bit 37 */
	OPEN_PASSTHROUGH = 1 << 7,
	OPEN_NO_FLUSH = 1 << 5,
	STACK_DEPTH = 2,            /* real files may be an overlay's */
};
struct backing_map {
	int32_t fd;
	uint32_t flags;
	uint64_t padding;
};
#define BACKING_OPEN _IOW(229, 1, struct backing_map)
#define BACKING_CLOSE _IOW(229, 2, uint32_t)

/* for the reply that this thread is about to send: see send_reply */
static _Thread_local int reply_backing;

/* All open files of a node share one backing number; a node that has pages of its own keeps to them.  0: no passthrough */
static int
back(struct connection *connection, struct node *node, int fd)
{
	struct backing_map map = { .fd = fd };
	if (!connection->can_pass)
		return 0;
	pthread_mutex_lock(&connection->lock);
	if (!node->opens && !node->is_cached) {
		node->backing = ioctl(connection->fd, BACKING_OPEN, &map);
		node->is_cached = node->backing <= 0;
	}
	int backing = node->is_cached ? 0 : node->backing;
	node->opens += backing > 0;
	pthread_mutex_unlock(&connection->lock);
	return backing;
}

static void
unback(struct connection *connection, struct node *node)
{
	pthread_mutex_lock(&connection->lock);
	if (node->opens && !--node->opens)
		ioctl(connection->fd, BACKING_CLOSE, &node->backing);
	pthread_mutex_unlock(&connection->lock);
}

static void
close_file(fuse_req_t req, struct node *node, uint64_t handle)
{
	struct connection *connection = fuse_req_userdata(req);
	if (!connection->is_exact)
		return;
	unback(connection, node);
	op_release(connection->server, handle);
}

/* the page cache of a file is kept between opens; closing needs no request */
static void
keep_pages(struct fuse_file_info *fi, uint64_t handle)
{
	fi->fh = handle;
	fi->keep_cache = 1;
	fi->noflush = 1;
}

static void
on_create(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	struct found found;
	uint64_t handle;
	int err = op_create(&caller, node_of(parent), name, mode, fi->flags, &found, &handle);
	if (err) {
		fuse_reply_err(req, -err);
		return;
	}
	struct fuse_entry_param entry = entry_of(&found);
	keep_pages(fi, handle);
	if (is_exact(req))
		reply_backing = back(fuse_req_userdata(req), found.node, handle_fd(handle));
	if (!fuse_reply_create(req, &entry, fi))
		return;
	close_file(req, found.node, handle); /* the caller was killed meanwhile */
	op_forget(caller.server, found.node, 1);
}

/* on S one answer switches OPEN off for good, on both OPENDIR */
static void
on_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	uint64_t handle;
	if (!is_exact(req)) {
		fuse_reply_err(req, ENOSYS);
		return;
	}
	int err = op_open(&caller, node_of(ino), fi->flags, &handle);
	if (err) {
		fuse_reply_err(req, -err);
		return;
	}
	keep_pages(fi, handle);
	reply_backing = back(fuse_req_userdata(req), node_of(ino), handle_fd(handle));
	if (fuse_reply_open(req, fi))
		close_file(req, node_of(ino), handle);
}

static void
on_opendir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	(void)ino, (void)fi;
	fuse_reply_err(req, ENOSYS);
}

static void
on_release(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	close_file(req, node_of(ino), fi->fh);
	fuse_reply_err(req, 0);
}

/* kept by the thread: a new one for each request would cost its page faults. */
static _Thread_local struct {
	char *data; /* owned */
	size_t size;
} buffer;

static char *
read_buffer(size_t size)
{
	if (buffer.size < size) {
		free(buffer.data);
		buffer.data = xmalloc(size);
		buffer.size = size;
	}
	return buffer.data;
}

static void
on_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t at, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	char *data = read_buffer(size);
	ssize_t len = op_read(&caller, node_of(ino), fi->fh, data, size, at);
	if (len < 0)
		fuse_reply_err(req, (int)-len);
	else
		fuse_reply_buf(req, data, (size_t)len);
}

static void
on_write(fuse_req_t req, fuse_ino_t ino, const char *data, size_t size, off_t at, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	reply_size(req, op_write(&caller, node_of(ino), fi->fh, data, size, at, fi->writepage));
}

struct listing {
	fuse_req_t req;
	char *data;
	size_t len, size;
};

static bool
add_to_listing(void *arg, const char *name, uint64_t inode, unsigned char type, off_t next)
{
	struct listing *listing = arg;
	struct stat st = { .st_ino = inode, .st_mode = (mode_t)type << 12 };
	size_t room = listing->size - listing->len;
	size_t len = fuse_add_direntry(listing->req, listing->data + listing->len, room, name, &st, next);
	if (len > room)
		return false;
	listing->len += len;
	return true;
}

static void
on_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t at, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	cleanup_free char *data = xmalloc(size);
	struct listing listing = { req, data, 0, size };
	(void)fi;
	int err = op_readdir(&caller, node_of(ino), at, add_to_listing, &listing);
	if (err)
		fuse_reply_err(req, -err);
	else
		fuse_reply_buf(req, data, listing.len);
}

static void
on_statfs(fuse_req_t req, fuse_ino_t ino)
{
	struct caller caller = caller_of(req);
	struct statvfs st;
	int err = op_statfs(&caller, node_of(ino), &st);
	if (err)
		fuse_reply_err(req, -err);
	else
		fuse_reply_statfs(req, &st);
}

static void
on_access(fuse_req_t req, fuse_ino_t ino, int mask)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, ino == FUSE_ROOT_ID ? 0 : -op_access(&caller, node_of(ino), mask));
}

static void
on_fsync(fuse_req_t req, fuse_ino_t ino, int data_only, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_fsync(&caller, node_of(ino), fi->fh, data_only));
}

static void
on_flush(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	(void)ino, (void)fi;
	fuse_reply_err(req, ENOSYS);
}

/* who waits for a lock must not keep a worker: a thread of its own tries again and again */
struct waiter {
	struct connection *connection;
	fuse_req_t req;
	uint64_t handle;
	int operation;
};

static void *
wait_for_lock(void *arg)
{
	enum { FIRST_PAUSE_NS = 1000000, LONGEST_PAUSE_NS = 16000000 };
	struct waiter *waiter = arg;
	struct timespec pause = { .tv_nsec = FIRST_PAUSE_NS };
	int err;
	while ((err = op_flock(waiter->handle, waiter->operation)) == -EWOULDBLOCK) {
		if (fuse_req_interrupted(waiter->req) || waiter->connection->server->is_ending) {
			err = -EINTR;
			break;
		}
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < LONGEST_PAUSE_NS)
			pause.tv_nsec *= 2;
	}
	fuse_reply_err(waiter->req, -err);
	waiter->connection->waiters--;
	free(waiter);
	return NULL;
}

static int
start_waiter(const struct waiter *waiter)
{
	pthread_t thread;
	struct waiter *copy = xmalloc(sizeof *copy);
	*copy = *waiter;
	waiter->connection->waiters++;
	int err = pthread_create(&thread, NULL, wait_for_lock, copy);
	if (!err) {
		pthread_detach(thread);
		return 0;
	}
	waiter->connection->waiters--;
	free(copy);
	return -err;
}

static void
on_flock(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi, int operation)
{
	struct waiter waiter = { fuse_req_userdata(req), req, fi->fh, operation };
	(void)ino;
	int err = op_flock(fi->fh, operation);
	if (err == -EWOULDBLOCK && !(operation & LOCK_NB))
		err = start_waiter(&waiter);
	else
		err = err ? err : 1;
	if (err)
		fuse_reply_err(req, err < 0 ? -err : 0);
}

static void
reply_xattr(fuse_req_t req, ssize_t len, const char *data, size_t size)
{
	if (len < 0)
		fuse_reply_err(req, (int)-len);
	else if (!size)
		fuse_reply_xattr(req, (size_t)len);
	else
		fuse_reply_buf(req, data, (size_t)len);
}

static void
on_getxattr(fuse_req_t req, fuse_ino_t ino, const char *name, size_t size)
{
	struct caller caller = caller_of(req);
	cleanup_free char *value = xmalloc(size + 1);
	reply_xattr(req, op_getxattr(&caller, node_of(ino), name, value, size), value, size);
}

static void
on_listxattr(fuse_req_t req, fuse_ino_t ino, size_t size)
{
	struct caller caller = caller_of(req);
	cleanup_free char *names = xmalloc(size + 1);
	reply_xattr(req, op_listxattr(&caller, node_of(ino), names, size), names, size);
}

static void
on_setxattr(fuse_req_t req, fuse_ino_t ino, const char *name, const char *value, size_t size, int flags)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_setxattr(&caller, node_of(ino), name, value, size, flags));
}

static void
on_removexattr(fuse_req_t req, fuse_ino_t ino, const char *name)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_removexattr(&caller, node_of(ino), name));
}

static void
on_fallocate(fuse_req_t req, fuse_ino_t ino, int mode, off_t at, off_t len, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	fuse_reply_err(req, -op_fallocate(&caller, node_of(ino), fi->fh, mode, at, len));
}

static void
on_copy_range(fuse_req_t req, fuse_ino_t from, off_t from_at, struct fuse_file_info *from_fi, fuse_ino_t to,
              off_t to_at, struct fuse_file_info *to_fi, size_t len, int flags)
{
	struct caller caller = caller_of(req);
	(void)flags;
	reply_size(req, op_copy_range(&caller, node_of(from), from_fi->fh, from_at, node_of(to), to_fi->fh, to_at,
	                              len));
}

static void
on_lseek(fuse_req_t req, fuse_ino_t ino, off_t at, int whence, struct fuse_file_info *fi)
{
	struct caller caller = caller_of(req);
	off_t result = op_lseek(&caller, node_of(ino), fi->fh, at, whence);
	if (result < 0)
		fuse_reply_err(req, (int)-result);
	else
		fuse_reply_lseek(req, result);
}

static const struct fuse_lowlevel_ops operations = {
	.init = on_init,
	.lookup = on_lookup,
	.forget = on_forget,
	.forget_multi = on_forget_multi,
	.getattr = on_getattr,
	.setattr = on_setattr,
	.readlink = on_readlink,
	.mknod = on_mknod,
	.mkdir = on_mkdir,
	.symlink = on_symlink,
	.link = on_link,
	.unlink = on_unlink,
	.rmdir = on_rmdir,
	.rename = on_rename,
	.create = on_create,
	.open = on_open,
	.opendir = on_opendir,
	.release = on_release,
	.read = on_read,
	.write = on_write,
	.readdir = on_readdir,
	.statfs = on_statfs,
	.access = on_access,
	.fsync = on_fsync,
	.flush = on_flush,
	.getxattr = on_getxattr,
	.listxattr = on_listxattr,
	.setxattr = on_setxattr,
	.removexattr = on_removexattr,
	.fallocate = on_fallocate,
	.copy_file_range = on_copy_range,
	.lseek = on_lseek,
	.flock = on_flock,
};

/* INIT's reply: libfuse 3.14 does not know all that the kernel offers */
static void
add_init_flags(const struct connection *connection, const struct iovec *iov, int count)
{
	if (count < 2 || iov[1].iov_len < sizeof(struct fuse_init_out))
		return;
	struct fuse_init_out *init = iov[1].iov_base;
	init->flags |= FUSE_HANDLE_KILLPRIV_V2; /* else each write asks for security.capability */
	if (connection->can_pass) {
		init->flags |= FUSE_INIT_EXT;
		init->flags2 |= INIT2_PASSTHROUGH;
		init->unused[0] = STACK_DEPTH; /* max_stack_depth */
	}
}

static void
add_backing(const struct iovec *iov, int count, int backing)
{
	const struct iovec *last = &iov[count - 1];
	if (count < 2 || last->iov_len < sizeof(struct fuse_open_out))
		return;
	struct fuse_open_out *out = (void *)((char *)last->iov_base + last->iov_len - sizeof *out);
	out->open_flags = OPEN_PASSTHROUGH | OPEN_NO_FLUSH;
	out->padding = (uint32_t)backing;
}

static ssize_t
send_reply(int fd, struct iovec *iov, int count, void *userdata)
{
	struct connection *connection = userdata;
	if (!connection->is_ready) {
		add_init_flags(connection, iov, count);
		connection->is_ready = true;
	}
	if (reply_backing > 0)
		add_backing(iov, count, reply_backing);
	reply_backing = 0;
	return writev(fd, iov, count);
}

/* only root may give the kernel files to read and write by itself */
static void
read_init(struct connection *connection, const struct fuse_in_header *header)
{
	const struct fuse_init_in *init = (const void *)(header + 1);
	if (header->opcode != FUSE_INIT || header->len < sizeof *header + sizeof *init)
		return;
	connection->can_pass = connection->is_exact && !connection->server->is_user && init->flags & FUSE_INIT_EXT &&
	                       init->flags2 & INIT2_PASSTHROUGH;
	if (connection->can_pass)
		connection->server->is_passing = true;
}

static ssize_t
receive_request(int fd, void *data, size_t size, void *userdata)
{
	struct connection *connection = userdata;
	ssize_t len = read(fd, data, size);
	if (len > 0 && !connection->is_ready)
		read_init(connection, data);
	return len;
}

/* as a user: without the capabilities that the user namespace gave, so that our calls are allowed what the caller's are */
static void
drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { 0 } };
	syscall(SYS_capset, &header, data);
}

static bool
is_to_end(struct connection *connection)
{
	int ends = connection->ends;
	while (ends > 0)
		if (atomic_compare_exchange_weak(&connection->ends, &ends, ends - 1))
			return true;
	return false;
}

static void *
work(void *arg)
{
	struct connection *connection = arg;
	struct fuse_buf request = { .mem = NULL };
	if (namespace_thread_begin())
		BUG("a thread cannot have its own umask");
	if (connection->server->is_user)
		drop_capabilities();
	while (!is_to_end(connection)) {
		int len = fuse_session_receive_buf(connection->session, &request);
		if (len == -EINTR || len == -EAGAIN)
			continue;
		if (len <= 0)
			break;
		fuse_session_process_buf(connection->session, &request);
	}
	free(request.mem);
	free(buffer.data);
	return NULL;
}

static int
start_workers(struct connection *connection)
{
	sigset_t all, before;
	int err = 0;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (int i = 0; i < WORKERS_PER_CONNECTION && !err; i++)
		err = pthread_create(&connection->workers[i], NULL, work, connection);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

int
connection_start(struct connection *connection, struct view_server *server, bool is_exact_one, int fd,
                 int top)
{
	static const struct fuse_custom_io io = { .writev = send_reply, .read = receive_request };
	char *argv[] = { (char *)"tmake", NULL };
	struct fuse_args args = FUSE_ARGS_INIT(1, argv);
	*connection = (struct connection){ .server = server, .is_exact = is_exact_one, .fd = fd, .top = top };
	pthread_mutex_init(&connection->lock, NULL);
	connection->session = fuse_session_new(&args, &operations, sizeof operations, connection);
	fuse_opt_free_args(&args);
	if (!connection->session)
		return -ENOMEM;
	int err = fuse_session_custom_io(connection->session, &io, fd);
	return err ? err : start_workers(connection);
}

int
connection_resume(struct connection *connection)
{
	connection->ends = 0;
	return start_workers(connection);
}

void
connection_halt(struct connection *connection)
{
	struct statx stx;
	for (int i = 0; i < WORKERS_PER_CONNECTION; i++) {
		char name[32];
		snprintf(name, sizeof name, "%s%d", end_prefix, i);
		if (!fs_stat(connection->top, name, &stx))
			BUG("a name that cannot exist");
	}
	for (int i = 0; i < WORKERS_PER_CONNECTION; i++)
		pthread_join(connection->workers[i], NULL);
	while (connection->waiters)
		usleep(1000);
}

void
connection_free(struct connection *connection)
{
	fs_close(&connection->top);
	pthread_mutex_destroy(&connection->lock);
	fuse_session_destroy(connection->session);
}

void
connection_drop_view(struct connection *connection, const char *name)
{
	fuse_lowlevel_notify_inval_entry(connection->session, FUSE_ROOT_ID, name, strlen(name));
}

void
connection_drop_name(struct connection *connection, struct node *node, const char *name)
{
	fuse_lowlevel_notify_inval_entry(connection->session, (fuse_ino_t)(uintptr_t)node, name, strlen(name));
}
