/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * client.h - a sub-make's side of one build: it asks the tmake at the top for views and hands it traces.
 *
 *	struct client *client = client_connect(getenv("TMAKE_VIEW"));     // NULL: not to be reached
 *	int err = client_join(client, directory);      // into the real tree; from then on paths are not seen as accesses
 *	struct client_view *view = client_open_view(client);
 *	spawn(... .enter = client_enter, .enter_arg = view ...);
 *	client_close_view(client, view, trace);        // what it saw, as view_close()
 *	client_put(client, trace);
 *	client_free(client);
 *
 * Blocks while the top answers, which it does while it waits for its jobs.  One thread.
 */
#ifndef SRC_BUILD_CLIENT_H
#define SRC_BUILD_CLIENT_H

struct client;
struct client_view;
struct trace;

struct client *
client_connect(const char *address);
void
client_free(struct client *);
/* the root of the store that the build is of */
const char *
client_root(const struct client *);
/*
 * Leaves the view that we were started in for the real tree, in the same directory.  -errno where that is not allowed: then
 * nothing has changed.
 */
int
client_join(struct client *, const char *directory);
/* how a process of the makefile itself ($(shell) while reading) goes back to where we came from: for spawn.enter */
int
client_enter_origin(void *client);

/* NULL where the top does not answer any more */
struct client_view *
client_open_view(struct client *);
/* for spawn.enter; the second for a line that runs make: it may enter views too */
int
client_enter(void *view);
int
client_enter_for_make(void *view);
void
client_close_view(struct client *, struct client_view *, struct trace *);
void
client_put(struct client *, struct trace *);
/*
 * Tells which steps (`declared` of the trace, in its directory) our walk has come to since the last call; in exchange `declared`
 * becomes those of the directory that others have.
 */
void
client_visited(struct client *, struct trace *);
void
client_forget(struct client *, const char *directory, const char *target);

#endif
