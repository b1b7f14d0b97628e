/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * invocation.h - one call of tmake, from its options to its exit status.
 *
 *	struct invocation invocation;
 *	invocation_init(&invocation, &options, &message, argv);
 *	int status = invocation_run(&invocation);       // 0, 1 (-q: something is out of date), 2
 *	invocation_release(&invocation);
 *
 * Reads the makefiles, makes them anew where they are targets and starts over then, makes the
 * goals.
 */
#ifndef SRC_CLI_INVOCATION_H
#define SRC_CLI_INVOCATION_H

#include <stdbool.h>

#include "build/output.h"
#include "build/shuffle.h"
#include "build/update.h"
#include "build/world.h"
#include "cli/options.h"

struct explanation;
struct implicit;
struct jobs;
struct jobserver;
struct message;
struct tracer;

struct invocation {
	struct options *options; /* borrowed */
	struct message *message; /* borrowed */
	char **argv;             /* for a new start */
	struct world world;
	struct makefile *makefile;   /* owned, as all below */
	struct files *files;
	struct vpaths *vpaths;
	struct implicit *implicit;
	struct jobs *jobs;
	struct tracer *tracer;
	struct explanation *explanation; /* --why; else NULL */
	struct update update;
	struct texts include_dirs; /* with a NULL at its end */
	char *start_directory;   /* absolute, before -C */
	char *directory;         /* absolute working directory */
	char *name;              /* argv[0] where that had to be made absolute */
	struct shuffle shuffle;
	struct jobserver *jobserver; /* owned; or NULL */
	enum output_sync sync;   /* in force now */
	struct output reading_output; /* of reading makefiles, held back */
	struct output *held;     /* borrowed: where messages go now, or NULL */
	int sync_lock;           /* descriptor, or -1 */
	char *sync_path;         /* owned; of the lock, where it is ours */
	int jobs_at_start;       /* -j before makefiles were read */
	unsigned restarts;       /* MAKE_RESTARTS */
	unsigned debug;          /* DEBUG_ bits */
	bool has_said_version;   /* -d or -p */
	bool is_remaking;        /* makefiles are made now */
	bool is_interrupted;     /* by a signal: what runs is being stopped */
	bool is_over;            /* a makefile could not be made, without -k */
};

void
invocation_init(struct invocation *, struct options *, struct message *, char **argv);
void
invocation_release(struct invocation *);
int
invocation_run(struct invocation *);
/* whether "Entering directory" is wanted, by -w and where we are; and that, or "Leaving" */
bool
invocation_says_directory(const struct invocation *);
void
invocation_say_directory(struct invocation *, bool is_entered);
/* ends what runs beside us: jobs and tracer; none may be needed any more */
void
invocation_leave(struct invocation *);

#endif
