/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recorder.h - what one view saw and did: a tree of records by path, the processes, and at the end a trace.
 *
 *	struct record *record = recorder_child(recorder, parent, name);
 *	recorder_access(recorder, record, ACCESS_STAT, &stx, thread);
 *	struct change change;
 *	err = recorder_begin_change(recorder, &change, record, fd, name, thread);   // before the first change of a path
 *	recorder_end_change(recorder, &change, err);
 *
 * Until recorder_start, paths are known but nothing is recorded (a namespace is being prepared).  After recorder_finish calls
 * do nothing, and recorder_child returns NULL.  Records live as long as the recorder, and their paths never change.
 * Any thread; one lock inside.
 */
#ifndef SRC_VIEW_RECORDER_H
#define SRC_VIEW_RECORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct exec_taps;
struct record;
struct recorder;
struct state;
struct trace;

/* threads that called execve since they were last looked at: a lossy table that all views share */
struct exec_taps *
exec_taps_new(void);
void
exec_taps_free(struct exec_taps *);
void
exec_taps_note(struct exec_taps *, pid_t thread);

struct recorder_hooks {
	/* before the first change of a path; not 0: that is the error of the call */
	int (*before_change)(void *arg, const char *path);
	void *arg;
};

struct recorder *
recorder_new(struct exec_taps *, const struct recorder_hooks *);
void
recorder_free(struct recorder *);
void
recorder_start(struct recorder *);
/* Fills the trace and turns itself off.  `root` is a descriptor of the real /. */
void
recorder_finish(struct recorder *, int root, struct trace *);

/* the record of `path` (absolute, clean), or of a name below a record; NULL while off or where `parent` is */
struct record *
recorder_path(struct recorder *, const char *path);
struct record *
recorder_child(struct recorder *, struct record *parent, const char *name);
/* its path, for callbacks; the caller frees it */
char *
record_path(const struct record *);
bool
record_is_below(const struct record *, const struct record *directory);
/* the record that stands to `to` as `record` stands to `from` */
struct record *
recorder_rebase(struct recorder *, struct record *, const struct record *from, struct record *to);

/* `kinds` of ACCESS_*; stx is NULL for an absent path.  What the view itself made is no access. */
void
recorder_access(struct recorder *, struct record *, unsigned kinds, const struct statx *stx, pid_t thread);

/* which file the path is, where no access says so (it was just made) */
void
recorder_saw(struct recorder *, struct record *, const struct statx *);

struct change {
	struct record *record;
	bool is_first;
	bool is_new; /* nothing was there */
};
/* 0, or what the hook said; `directory` and `name` are where the real file is */
int
recorder_begin_change(struct recorder *, struct change *, struct record *, int directory, const char *name,
                      pid_t thread);
/* err: of the call; then nothing was changed */
void
recorder_end_change(struct recorder *, const struct change *, int err);
/* A change of the content or the attributes of a file known by number only: all of its names.  -ENOENT: none is known. */
int
recorder_change_file(struct recorder *, uint64_t device, uint64_t inode, int root, pid_t thread);
bool
recorder_knows_file(struct recorder *, uint64_t device, uint64_t inode);
/* the trace will not be usable; the first reason counts; static text */
void
recorder_void(struct recorder *, const char *reason);

void
state_from_statx(struct state *, const struct statx *);

#endif
