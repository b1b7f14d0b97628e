/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session.h - the top's side of one build: serves the sub-makes that run in its views.
 *
 *	struct session *session = session_new(loop, &ops);
 *	setenv("TMAKE_VIEW", session_address(session), 1) for what runs in a view
 *	... loop_wait() ...                                 // answers them
 *	session_free(session);
 *
 * A client that speaks nonsense or dies loses its connection; views that it had open are closed unread.  Loop thread only.
 */
#ifndef SRC_BUILD_SESSION_H
#define SRC_BUILD_SESSION_H

struct loop;
struct session;
struct trace;
struct view;

struct session_ops {
	void *arg;
	const char *root;                      /* borrowed */
	/* what a new client will read of the store is to be in it */
	void (*joined)(void *arg);
	struct view *(*open_view)(void *arg);
	void (*close_view)(void *arg, struct view *, struct trace *);
	void (*put)(void *arg, const struct trace *);
	void (*forget)(void *arg, const char *directory, const char *target);
	/* a member's walk has come to steps of a directory: adds them, and appends to `others` those that others have */
	void (*visited)(void *arg, const void *member, const struct trace *, struct trace *others);
};

/* NULL with errno where there can be no socket: then sub-makes are on their own */
struct session *
session_new(struct loop *, const struct session_ops *);
void
session_free(struct session *);
const char *
session_address(const struct session *);

#endif
