/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trace.h - what a run of a step did: the pure model that view, store, verdict and --why share.
 *
 * A trace is filled by a view (accesses, effects, processes), completed by the step (recipe,
 * environment, digests, exit status) and kept by the store.  Paths are absolute, without . or .. or
 * doubled slashes, as the step saw them, any bytes but NUL.  A trace owns all it points to (its
 * arena).  No I/O here.  One thread at a time.
 */
#ifndef SRC_TRACE_TRACE_H
#define SRC_TRACE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/base/vec.h"

struct arena;

enum file_type { FILE_ABSENT, FILE_REGULAR, FILE_DIRECTORY, FILE_LINK, FILE_OTHER };

#define DIGEST_BYTES 16
struct digest { /* XXH3-128 of a file's content, a link's target or a directory's sorted names */
	unsigned char bytes[DIGEST_BYTES];
};

/* the state of one path, as far as it is known */
struct state {
	enum file_type type;
	uint32_t mode; /* permission bits, 07777 */
	uint32_t uid, gid;
	uint64_t size;
	/* whose state it is: tells quickly that nothing moved; never compared between machines
	   or for `stat` */
	uint64_t device, inode;
	int64_t mtime_ns, ctime_ns;
	bool has_digest;
	struct digest digest; /* content, link target, or names, by type */
};

enum access_kind { /* bits: one path can be accessed in several ways */
	ACCESS_STAT = 1,    /* metadata only */
	ACCESS_READ = 2,    /* content */
	ACCESS_ABSENT = 4,  /* looked for, not there */
	ACCESS_LIST = 8,    /* a directory's names */
	ACCESS_LINK = 16,   /* where a symbolic link points */
	ACCESS_EXEC = 32,   /* run as a program (its content counts, as for READ) */
};

struct access {
	const char *path;
	unsigned kinds;   /* ACCESS_* */
	uint32_t process; /* index in processes: the first that made it */
	struct state seen; /* at first sight, before the step itself changed it */
};

struct effect { /* one path the step created, changed or deleted */
	const char *path;
	uint32_t process;
	struct state before, after; /* absent before: created; after: deleted; both: temporary */
};

struct process {
	int32_t pid;
	uint64_t start_ticks; /* since boot: with the pid unique */
	uint32_t parent;      /* index, or PROCESS_NONE: started by tmake */
	const char *command;  /* argv joined by single blanks, cut at 4 KiB; never NULL */
	const char *cwd;      /* never NULL, "" unknown */
};
#define PROCESS_NONE UINT32_MAX

struct environment_entry {
	const char *name;
	const char *value; /* NULL: not set */
};

struct shell_call { /* $(shell) while the recipe was expanded */
	const char *command, *result;
	int status;
	struct { VEC(struct access) } accesses;
};

struct declared { /* a prerequisite of the rule at the time */
	const char *path; /* absolute */
	bool order_only;
	struct state state;
};

enum trace_end { TRACE_DONE, TRACE_FAILED, TRACE_CUT_OFF };

struct trace {
	struct arena *arena;       /* owned */
	const char *directory;     /* absolute working directory of the step */
	const char *target;        /* as the makefile names it; with the directory: who it is */
	const char *makefile;      /* of the rule, absolute; "" for built-in rules */
	unsigned long line;
	const char *recipe;        /* inert expansion: the lines to compare, joined by '\n' */
	const char *shell;         /* SHELL, .SHELLFLAGS and .ONESHELL, joined by '\n' */
	struct { VEC(struct environment_entry) } environment; /* those that count, sorted by name */
	struct { VEC(struct access) } accesses;     /* sorted by path, one for each */
	struct { VEC(struct effect) } effects;      /* sorted by path, one for each */
	struct { VEC(struct process) } processes;   /* parents before children */
	struct { VEC(struct declared) } declared;   /* in the order of the rule */
	struct { VEC(struct shell_call) } shell_calls;
	bool uses_newer;           /* it refers to $? */
	bool started_make;         /* a sub-make ran in it */
	bool makes_target;         /* the target was there, made or left, when it ended */
	bool used_network;
	enum trace_end end;
	int status;                /* exit status of the failing line, or 0 */
	const char *void_reason;   /* NULL: usable */
	int64_t started_ns, duration_ns; /* wall clock since the epoch; elapsed */
	uint64_t build;            /* number of the build it ran in */
	uint64_t order;            /* place in that build's serial order */
	const char *why;           /* printable reason of this run; may be NULL */
	bool processes_unread;     /* trace_store_processes fetches them */
};

/* all texts "" but void_reason and why */
struct trace *
trace_new(void);
void
trace_free(struct trace *);
/* copies into the trace's arena */
const char *
trace_dup(struct trace *, const char *text);
/* sorts, joins entries of one path, drops temporaries (both ends absent) and what was seen of
   them */
void
trace_normalize(struct trace *);
/* NULL where there is none; after trace_normalize */
const struct access *
trace_access(const struct trace *, const char *path);
const struct effect *
trace_effect(const struct trace *, const char *path);
/* sorts and joins one list of accesses */
void
accesses_normalize(struct access *, size_t *count);

/* the kinds of access that ask for a digest */
#define ACCESS_DIGEST (ACCESS_READ | ACCESS_LIST | ACCESS_LINK | ACCESS_EXEC)

enum match { MATCH_SAME, MATCH_CHANGED, MATCH_NEEDS_DIGEST };
/*
 * Does `now` show to these kinds of access what `seen` showed?  MATCH_NEEDS_DIGEST: not to be told
 * before now->digest is known.  Regular files compare by content where it was read, and an empty
 * one by its time stamp, as that is all it says; a path only looked at by type, mode and owner, a
 * file also by size.
 */
enum match
state_match(const struct state *seen, const struct state *now, unsigned kinds);
/* the same file, untouched since: a state whose ctime_ns is 0 is nobody's (see snapshot.h on
   racy files) */
bool
state_is_identical(const struct state *, const struct state *);

#endif
