/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jobserver.h - GNU make's jobserver: a pipe or fifo with a byte for each job that may run besides
 * the first of each make.
 *
 *	struct buf error = BUF_INIT;
 *	struct jobserver *js = jobserver_new(&config, &error);    // or jobserver_join(auth, &error)
 *	... --jobserver-auth=AUTH of jobserver_auth(js) in MAKEFLAGS ...
 *	if (jobserver_try(js)) { ...run a job...; jobserver_release(js); }
 *	jobserver_free(js);
 *
 * Every process of the build may take part: cargo, ninja, gcc -flto.  A token taken must be given
 * back.
 */
#ifndef SRC_BUILD_JOBSERVER_H
#define SRC_BUILD_JOBSERVER_H

#include <stdbool.h>

struct buf;
struct jobserver;

struct jobserver_config {
	unsigned tokens;
	const char *style;  /* "fifo" (NULL: too) or "pipe" */
	const char *folder; /* for the fifo; where it cannot be made: a pipe, and a warning */
	bool is_viewed; /* clients run in views, where a fifo is another one: it is named by /proc */
};
/* NULL, and why in `said`, where there can be none */
struct jobserver *
jobserver_new(const struct jobserver_config *, struct buf *said);
/* that of the make above us, from "fifo:PATH" or "R,W"; NULL, and maybe why in `said` */
struct jobserver *
jobserver_join(const char *auth, struct buf *said);
/* closes it; the server's fifo goes */
void
jobserver_free(struct jobserver *);

/* of its fifo, where that is ours; else NULL */
const char *
jobserver_path(const struct jobserver *);
bool
jobserver_is_server(const struct jobserver *);
/* borrowed */
const char *
jobserver_auth(const struct jobserver *);
/* takes a token; false where there is none now */
bool
jobserver_try(struct jobserver *);
void
jobserver_release(struct jobserver *);
/* readable where there is a token */
int
jobserver_fd(const struct jobserver *);
/* around the start of a process that may take part, by descriptors of a pipe that it inherits */
void
jobserver_lend(struct jobserver *, bool is_lent);
/* what a process that may not take part finds behind its MAKEFLAGS; "" where it may all the same */
const char *
jobserver_denial(const struct jobserver *);

#endif
