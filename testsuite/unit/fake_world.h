/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fake_world.h - a file system in memory with a clock of its own, for snapshot and verdict.
 *
 *	struct fake_world *world = fake_world_new();
 *	fake_write(world, "/r/a.c", "int a;");               // directories above are made
 *	snapshot = snapshot_new(fake_world_vtable(world), NULL, NULL);
 *
 * Each change takes a tick of one second, so that nothing is racy until a test wants it
 * (fake_stop_clock).
 */
#ifndef TESTSUITE_UNIT_FAKE_WORLD_H
#define TESTSUITE_UNIT_FAKE_WORLD_H

#include "trace/snapshot.h"

struct fake_world;

struct fake_world *
fake_world_new(void);
void
fake_world_free(struct fake_world *);
const struct snapshot_world *
fake_world_vtable(struct fake_world *);

/* rewritten in place: the same inode */
void
fake_write(struct fake_world *, const char *path, const char *content);
void
fake_link(struct fake_world *, const char *path, const char *target);
void
fake_mkdir(struct fake_world *, const char *path);
void
fake_remove(struct fake_world *, const char *path);
void
fake_touch(struct fake_world *, const char *path);
void
fake_chmod(struct fake_world *, const char *path, unsigned mode);
/* changes have the same time from now on */
void
fake_stop_clock(struct fake_world *);
void
fake_start_clock(struct fake_world *);
/* as lstat gives it, without digest */
struct state
fake_state(struct fake_world *, const char *path);
/* calls of stat and of digest_file since the last question */
int
fake_count_stats(struct fake_world *);
int
fake_count_reads(struct fake_world *);

#endif
