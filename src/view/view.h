/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - the file system as running steps see it, and what they do to it.
 *
 *	struct view_server *server;
 *	int err = view_server_start(&server, &config);    // threads, two FUSE connections, in a private mount namespace
 *	struct view *view = view_open(server);            // a tree of its own
 *	pid = spawn(&(struct spawn){ .enter = view_enter, .enter_arg = view, ... });
 *	... waitpid(pid) ...
 *	view_close(view, trace);                          // accesses, effects, processes
 *	view_server_stop(server);
 *
 * view_server_start moves the calling process into a mount namespace (and, without privilege, a user namespace) of its
 * own: call it while there is one thread.  All other calls come from the loop thread; FUSE threads touch only view/.
 */
#ifndef SRC_VIEW_VIEW_H
#define SRC_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>

struct trace;
struct view;
struct view_server;

enum view_answer {
	VIEW_ABSENT, /* it is not there: so it is recorded */
	VIEW_RETRY,  /* it may be there now: look again */
};

struct view_server_config {
	const char *mount_point;      /* an existing empty directory on the real file system, hidden from views */
	const char *const *hidden;    /* absolute directories that no view shows (.tmake); NULL-terminated */
	const char *const *exact;     /* absolute directories served exactly (connection P): root, working directory,
	                                 /tmp...; nested ones are dropped; NULL-terminated */
	/* Called from FUSE threads, several at a time; may be NULL.  `path` is absolute and theirs for the call only. */
	void *arg;
	/* before the view first changes, creates or deletes `path` (once per path and view); not 0: the change fails with that
	   -errno.  The real file is still as it was. */
	int (*before_change)(void *arg, struct view *, const char *path);
	/* A view looks for `path`, which is not there, and the answer would be final for it.  May block (the caller waits, and so
	   does one FUSE thread): later this is where look-ups are suspended. */
	enum view_answer (*missing)(void *arg, struct view *, const char *path);
};

/* 0, or -errno; then `view_trouble` says in a sentence what failed and what to do */
int
view_server_start(struct view_server **, const struct view_server_config *);
void
view_server_stop(struct view_server *);
/* static text or owned by the module; valid after a failed start */
const char *
view_trouble(void);

/* NULL with errno; a view costs no system call until it is entered, as far as pooled slots go */
struct view *
view_open(struct view_server *);
/* In the child, between vfork and exec: async-signal-safe.  Enters the view's mount namespace (root and working directory are
   then the view's /).  0 or -errno. */
int
view_enter(void *view);
/* The same for a line that runs make: the program keeps, as a user, the capabilities with which a sub-make enters views of its
   own (view_namespace_fd).  They reach no further than the engine's user namespace. */
int
view_enter_for_make(void *view);
/*
 * Ends the step: appends what was seen and done to the trace (with `seen`, `before` and `after` states, without digests),
 * normalized, void_reason set where it could not be recorded whole.  Processes that are still in the view go on unrecorded.
 * The view is freed.
 */
void
view_close(struct view *, struct trace *);
/*
 * The view's mount namespace, for SCM_RIGHTS: another process enters it by setns(fd, CLONE_NEWNS), with CAP_SYS_ADMIN and
 * CAP_SYS_CHROOT in the engine's user namespace (root has them; a user's sub-make gets them as ambient capabilities), and one
 * thread that shares its root with no other.  Borrowed until view_close.
 */
int
view_namespace_fd(const struct view *);
/*
 * `path` changed behind the view's back (a step of a sub-make made it): what the view's processes remember of it is dropped, soon
 * and asynchronously.  Not needed for what the view itself does.
 */
void
view_refresh(struct view *, const char *path);

#endif
