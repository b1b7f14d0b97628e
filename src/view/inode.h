/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inode.h - what the kernel knows by number: real files, and the nodes by which views show them.
 *
 * A *real* is one file on disk, known by device, inode and birth time, with the place where it was last seen.  A *node* is
 * what a FUSE node id stands for: a real as one view shows it, or (regular files on the shared connection) as all do.
 * The kernel's look-up count keeps a node; nodes keep reals.  Any thread; one lock inside, never held across other locks.
 */
#ifndef SRC_VIEW_INODE_H
#define SRC_VIEW_INODE_H

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct node;
struct record;
struct view;

struct real {
	struct real *next;   /* in its bucket */
	uint64_t device, inode;
	int64_t birth_ns;
	mode_t type;         /* S_IFMT bits */
	unsigned refs;       /* nodes, and reals seen in it */
	int fd;              /* owned; O_PATH: always for directories, for others once their name may go; -1 */
	int data_fd;         /* owned; shared files: for reading, and writing if data_writable; -1 */
	bool data_writable;
	struct real *parent; /* counted; where it was last seen */
	char *name;          /* owned */
	struct node *nodes;
};

struct node {
	struct real *real;     /* NULL: the top of a connection */
	struct view *view;     /* NULL: shared by all, or the top */
	bool is_exact;         /* on connection P */
	bool has_links;        /* has or had several names */
	_Atomic int writer;    /* shared: the last thread whose write was recorded, since the last look-up */
	int backing;           /* the kernel's number of the real file, while it is open on P; under the connection's lock */
	unsigned opens;        /* likewise */
	bool is_cached;        /* likewise: its pages are its own, no passthrough */
	uint64_t lookups;
	_Atomic(struct record *) record; /* of its path, or NULL */
	struct node *sibling;  /* in real->nodes */
	struct node **of_view_link, *of_view; /* all nodes of one view */
};

struct inodes {
	pthread_mutex_t lock;
	struct real **buckets; /* owned */
	size_t bucket_count, real_count;
};

void
inodes_init(struct inodes *);
void
inodes_release(struct inodes *);

/* what a new node shows */
struct node_place {
	struct view *view;     /* NULL: shared */
	struct node **of_view; /* head of the view's list of nodes; NULL for a shared one */
	_Atomic unsigned *refs; /* of the view, one for each node; NULL for a shared one */
	bool is_exact;
	struct real *parent;
	const char *name;
};
/* The node that shows what `stx` describes, with one more look-up; NULL with errno. */
struct node *
inodes_look_up(struct inodes *, const struct node_place *, const struct statx *);
/* A node for a view's root: `path` on the real file system. */
struct node *
inodes_root(struct inodes *, const struct node_place *, int real_root, const char *path);
/* true: the node is gone; `view` says whose it was */
bool
inodes_forget(struct inodes *, struct node *, uint64_t count, struct view **view);

/* A descriptor and a name that lead to a real now; the name is empty where the descriptor is the file itself. */
struct place {
	int fd;
	char name[NAME_MAX + 1];
	struct real *held;
};
void
real_place(struct inodes *, struct real *, struct place *);
void
place_release(struct inodes *, struct place *);

/* 0 or -errno; -ESTALE where the file is not there any more */
int
real_stat(struct inodes *, struct real *, struct statx *);
/* an open descriptor or -errno */
int
real_open(struct inodes *, struct real *, int flags);
/* keeps an O_PATH descriptor of it, so that it outlives its name; the descriptor (owned by the real) or -errno */
int
real_pin(struct inodes *, struct real *);
/* pins the real that `directory`/`name` is now, where some node shows it: its name is about to go */
void
inodes_pin(struct inodes *, int directory, const char *name);
/* the name moved: where it is now */
void
inodes_moved(struct inodes *, const struct statx *, struct real *parent, const char *name);
/* a descriptor for shared files that stays with the real, or -errno */
int
real_data(struct inodes *, struct real *, bool write);
/* gives it one (taken); the one to use */
int
real_take_data(struct inodes *, struct real *, int fd, bool writable);

bool
real_is(const struct real *, const struct statx *);
uint64_t
statx_device(const struct statx *);

#endif
