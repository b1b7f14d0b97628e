/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * server.h - the insides that the files of view/ share: the server, its two connections, and a view's insides.
 * Nobody outside view/ includes it.
 */
#ifndef SRC_VIEW_SERVER_H
#define SRC_VIEW_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

#include "view/inode.h"
#include "view/recorder.h"
#include "view/view.h"

struct fuse_session;

enum { HANDLE_WORDS = 1024 };
enum { CONNECTION_SHARED, CONNECTION_EXACT, CONNECTION_COUNT };
enum { WORKERS_PER_CONNECTION = 2 };

struct connection {
	struct view_server *server;
	bool is_exact;
	struct fuse_session *session; /* owned */
	int fd;                       /* owned by the session once it has it */
	int top;                      /* O_PATH of the mounted root: owned */
	bool is_ready;                /* INIT was answered */
	bool can_pass;                /* the kernel offered to read and write real files by itself */
	pthread_mutex_t lock;         /* what nodes say of their open files */
	_Atomic int waiters;          /* threads that wait for a lock */
	_Atomic int ends;             /* workers that are to end */
	pthread_t workers[WORKERS_PER_CONNECTION];
};

/* a name that no view shows */
struct hidden {
	char *name; /* owned */
	uint64_t device, inode; /* of the parent */
};

struct region { /* an exact directory */
	char *path; /* owned; clean */
};

struct view_server {
	bool is_passing;          /* writes on P go past us: opening for writing is the change */
	bool is_user;             /* in a user namespace: all files show as the caller's, our own calls check access */
	uid_t uid;                /* ours */
	gid_t gid;
	int root;                 /* O_PATH of the real / */
	uint64_t root_device;
	int base_namespace;       /* where the connections are mounted */
	struct rlimit descriptor_limit; /* of open files, to give back to recipes */
	char *mount_point;        /* owned, clean */
	char *staging;            /* owned: where namespaces are put together */
	struct hidden *hidden;    /* owned */
	size_t hidden_count;
	struct region *regions;   /* owned; outermost first */
	size_t region_count;
	void *arg;
	int (*before_change)(void *, struct view *, const char *);
	enum view_answer (*missing)(void *, struct view *, const char *);
	struct inodes inodes;
	struct exec_taps *taps;   /* owned */
	_Atomic uint64_t handles[HANDLE_WORDS]; /* a bit for each descriptor that stands for an open file of a view */
	struct connection connections[CONNECTION_COUNT];
	_Atomic bool is_ending;

	pthread_mutex_t lock;      /* all below */
	pthread_cond_t changed;
	struct view *views;        /* all that are not freed; by next */
	struct view *ready;        /* prepared, not in use; by next_waiting */
	unsigned ready_count;
	struct view *retired;      /* closed, oldest first, names still known; by next_waiting */
	unsigned retired_count;
	struct view *lingering;    /* closed, with a process left in it; by next_waiting */
	struct refresh *refreshes; /* paths to drop from the kernel's memory */
	unsigned last_id;
	int slot_error;           /* no more slots can be made: -errno */
	pthread_t keeper;         /* makes and drops slots */
	bool has_keeper;
};

struct view {
	struct view_server *server;
	struct view *next, *next_waiting;
	unsigned id;              /* the name of its roots at the top of the connections */
	int namespace_fd;
	_Atomic uint64_t namespace_id;
	struct recorder *recorder; /* owned */
	_Atomic unsigned refs;     /* nodes, and 1 until its names are dropped */
	struct node *nodes;        /* under the lock of inodes */
};

/* a refresh that waits for the keeper */
struct refresh {
	struct refresh *next;
	struct view *view; /* counted */
	char *path;        /* owned */
};

/* view.c */
enum view_shows { VIEW_SHOWS_DISK, VIEW_SHOWS_NOTHING };
/* What a view shows for a name in a directory: the one place that decides; pure. */
enum view_shows
view_shows(const struct view_server *, const struct real *directory, const char *name);
/* a view without namespace, listed, with one reference */
struct view *
view_new(struct view_server *);
/* the last one frees it */
void
view_unref(struct view *);
/* with a reference, or NULL: the one with that number; the one a caller lives in, by its mount namespace */
struct view *
server_view_by_id(struct view_server *, unsigned id);
struct view *
server_view_of(struct view_server *, pid_t thread);

/* slot.c: the thread that prepares namespaces and drops old ones */
int
slots_start(struct view_server *);
void
slots_stop(struct view_server *);
/* a prepared view, waited for; NULL with errno */
struct view *
slots_take(struct view_server *);
void
slots_retire(struct view *);

/* does a process live in the view that is not ours to wait for any more?  Knows those that were left to our parent, the guard */
bool
slot_is_lived_in(const struct view *);

/* linger.c: goes on serving in a process of its own, until nobody lives in a view any more.  Threads have ended. */
void
server_linger(struct view_server *);

/* fuse.c */
int
connection_start(struct connection *, struct view_server *, bool is_exact, int fd, int top);
/* after connection_halt, in another process: new threads */
int
connection_resume(struct connection *);
/* ends the threads; requests wait from now on */
void
connection_halt(struct connection *);
void
connection_free(struct connection *);
/* drops what the kernel knows of a name in the top directory, or in a node's; may wait for requests: not from a FUSE thread */
void
connection_drop_view(struct connection *, const char *name);
void
connection_drop_name(struct connection *, struct node *, const char *name);

#endif
