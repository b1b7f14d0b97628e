/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ops.h - the file system operations: each does one call on the real file, records it, and returns 0 (or a count) or
 * -errno.  fuse.c turns requests into calls and results into replies; nothing here replies.  Any FUSE thread.
 */
#ifndef SRC_VIEW_OPS_H
#define SRC_VIEW_OPS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>

#include "view/inode.h"

struct view_server;

struct caller {
	struct view_server *server;
	pid_t thread; /* 0: the kernel on its own, writing back */
	uid_t uid;
	gid_t gid;
	mode_t umask;
};

/* what a look-up or a creation found; node is NULL for a name that is not there, for good */
struct found {
	struct node *node;
	struct stat st;
};

/* ops_read.c */
int
op_look_up(const struct caller *, struct node *parent, const char *name, struct found *);
/* the root of a view, or of one of its regions: "ID" on S, "ID.REGION" on P */
int
op_look_up_view(const struct caller *, bool is_exact, const char *name, struct found *);
void
op_forget(struct view_server *, struct node *, uint64_t count);
int
op_getattr(const struct caller *, struct node *, struct stat *);
int
op_readlink(const struct caller *, struct node *, char *target, size_t size);
int
op_access(const struct caller *, struct node *, int mask);
/* on P: a handle */
int
op_open(const struct caller *, struct node *, int flags, uint64_t *handle);
/* handle is not used on S */
ssize_t
op_read(const struct caller *, struct node *, uint64_t handle, char *data, size_t size, off_t at);
/* `add` returns false when no more fit */
int
op_readdir(const struct caller *, struct node *, off_t at,
           bool (*add)(void *arg, const char *name, uint64_t inode, unsigned char type, off_t next), void *arg);
int
op_statfs(const struct caller *, struct node *, struct statvfs *);
ssize_t
op_getxattr(const struct caller *, struct node *, const char *name, char *value, size_t size);
ssize_t
op_listxattr(const struct caller *, struct node *, char *names, size_t size);
off_t
op_lseek(const struct caller *, struct node *, uint64_t handle, off_t at, int whence);
/* the attributes as a view shows them */
void
stat_from_statx(const struct view_server *, const struct statx *, struct stat *);

/* ops_write.c */
int
op_create(const struct caller *, struct node *parent, const char *name, mode_t mode, int flags, struct found *,
          uint64_t *handle);
int
op_mknod(const struct caller *, struct node *parent, const char *name, mode_t mode, dev_t device, struct found *);
int
op_mkdir(const struct caller *, struct node *parent, const char *name, mode_t mode, struct found *);
int
op_symlink(const struct caller *, struct node *parent, const char *name, const char *target, struct found *);
int
op_link(const struct caller *, struct node *, struct node *parent, const char *name, struct found *);
int
op_unlink(const struct caller *, struct node *parent, const char *name);
int
op_rmdir(const struct caller *, struct node *parent, const char *name);
int
op_rename(const struct caller *, struct node *from, const char *from_name, struct node *to, const char *to_name,
          unsigned flags);
struct attributes { /* to change; as in utimensat */
	unsigned set;   /* ATTRIBUTE_* */
	mode_t mode;
	uid_t uid;
	gid_t gid;
	off_t size;
	struct timespec times[2];
};
enum { ATTRIBUTE_MODE = 1, ATTRIBUTE_UID = 2, ATTRIBUTE_GID = 4, ATTRIBUTE_SIZE = 8, ATTRIBUTE_TIMES = 16 };
/* has_handle: `handle` is an open file on P */
int
op_setattr(const struct caller *, struct node *, const struct attributes *, bool has_handle, uint64_t handle);
/* before the content changes; op_write and others do so themselves */
int
op_before_write(const struct caller *, struct node *);
ssize_t
op_write(const struct caller *, struct node *, uint64_t handle, const char *data, size_t size, off_t at,
         bool is_written_back);
int
op_fallocate(const struct caller *, struct node *, uint64_t handle, int mode, off_t at, off_t len);
ssize_t
op_copy_range(const struct caller *, struct node *from, uint64_t from_handle, off_t from_at, struct node *to,
              uint64_t to_handle, off_t to_at, size_t len);
int
op_fsync(const struct caller *, struct node *, uint64_t handle, bool data_only);
/* as flock(2), never waiting: -EWOULDBLOCK.  Only on P: there a node is one view's, and the kernel's own locks would not keep
   others out */
int
op_flock(uint64_t handle, int operation);
int
op_setxattr(const struct caller *, struct node *, const char *name, const char *value, size_t size, int flags);
int
op_removexattr(const struct caller *, struct node *, const char *name);

/* a handle is a descriptor, taken, and whether it appends */
uint64_t
handle_new(struct view_server *, int fd, bool appends);
void
op_release(struct view_server *, uint64_t handle);
static inline int
handle_fd(uint64_t handle)
{
	return (int)(handle & INT32_MAX);
}
static inline bool
handle_appends(uint64_t handle)
{
	return handle >> 32;
}

#endif
