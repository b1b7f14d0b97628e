/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * world.h - the host that real makefiles are read on: this machine's files, environment and processes.
 *
 *	struct world world;
 *	world_init(&world, say, arg);
 *	struct makefile *mk = makefile_new(&options, &world.host);
 *	world.makefile = mk;                 // whose exported variables $(shell) gets
 *
 * Loop thread only.  Lives longer than its makefile.
 */
#ifndef SRC_BUILD_WORLD_H
#define SRC_BUILD_WORLD_H

#include "parser/host.h"

struct makefile;

/* prints; `where` may be NULL */
typedef void
world_say(void *arg, enum host_message kind, const struct loc *where, const char *text);

/* who wants to see what $(shell) does: while a recipe is expanded its accesses belong to the step's trace */
struct world_watch {
	void *(*begin)(void *arg);      /* a view for the process, or NULL */
	int (*enter)(void *view);       /* in the child */
	void (*end)(void *arg, void *view, const char *command, const char *result, int status);
	const char *directory;          /* to be entered in the view */
	void *arg;
};

struct world {
	struct host host;          /* self is this world */
	struct makefile *makefile; /* borrowed; NULL: $(shell) gets our own environment */
	/* blocks until the descriptor is readable, serving others meanwhile; NULL: read() blocks */
	void (*wait)(void *arg, int fd);
	void *wait_arg;
	const struct world_watch *watch; /* borrowed; NULL: nobody */
	/* a $(shell) is about to run: it may write to standard error; may be NULL */
	void (*starting)(void *arg);
	int err; /* what $(shell) has for standard error; -1: our own */
	world_say *say;
	void *arg;
};

void
world_init(struct world *, world_say *, void *arg);

#endif
