/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loop.h - waits for the ends of child processes and for descriptors, in one thread.
 *
 *	struct loop *loop = loop_new();                  // blocks SIGCHLD; before any other thread is started
 *	loop_watch(loop, fd, readable, arg);
 *	while (waitpid(-1, &status, WNOHANG) == 0)
 *		loop_wait(loop, -1);                     // until something happened; calls `readable`
 *	loop_free(loop);
 */
#ifndef SRC_SYS_LOOP_H
#define SRC_SYS_LOOP_H

#include <stdbool.h>

struct loop;

struct loop *
loop_new(void);
void
loop_free(struct loop *);

/* `readable` may watch and unwatch, itself too */
void
loop_watch(struct loop *, int fd, void (*readable)(void *arg, int fd), void *arg);
void
loop_unwatch(struct loop *, int fd);
/*
 * Blocks until a child has ended or been signalled, a watched descriptor was readable (and was handled), or `fd` (-1: none)
 * is.  Returns whether `fd` is.
 */
bool
loop_wait(struct loop *, int fd);

#endif
