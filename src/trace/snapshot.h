/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * snapshot.h - the state of paths now, asked of the file system once in a build.
 *
 *	struct snapshot *now = snapshot_new(&snapshot_real_world, cache, hidden);
 *	const struct state *state = snapshot_state(now, "/usr/include/zlib.h", ACCESS_READ);
 *	...a step ran...
 *	const char *changed = snapshot_complete(now, trace, NULL);
 *
 * One lstat for each distinct path; a digest only when a kind of access asks for it, and then from
 * the digest cache if the file is untouched since.  A file that changed within the clock's grain of
 * the moment when it was hashed is *racy*: its digest is not cached, and its state is recorded with
 * ctime_ns 0, so that it is read again.
 */
#ifndef SRC_TRACE_SNAPSHOT_H
#define SRC_TRACE_SNAPSHOT_H

#include "trace/trace.h"

/* the names in a directory, without . and .., sorted */
struct listing {
	VEC(char *) /* owned */
};
void
listing_release(struct listing *);
void
listing_add(struct listing *, const char *name);
void
listing_remove(struct listing *, const char *name);
void
listing_digest(const struct listing *, struct digest *);

/* the file system; functions return 0 or -errno.  Tests give a fake one. */
struct snapshot_world {
	/* does not follow links; absence is a state, not an error */
	int (*stat)(void *arg, const char *path, struct state *);
	/* of the content, and the state it was read in */
	int (*digest_file)(void *arg, const char *path, struct state *);
	int (*digest_link)(void *arg, const char *path, struct digest *);
	/* in any order */
	int (*list)(void *arg, const char *path, struct listing *);
	/* the clock that time stamps of files are taken from */
	int64_t (*now_ns)(void *arg);
	void *arg;
};
extern const struct snapshot_world snapshot_real_world;

/* digests kept from build to build, of a file with exactly this device, inode, size, mtime and
   ctime */
struct snapshot_cache {
	bool (*get)(void *arg, const struct state *, struct digest *, int64_t *stamp_ns);
	void (*put)(void *arg, const struct state *, const struct digest *, int64_t stamp_ns);
	void *arg;
};

struct snapshot;

/* the cache may be NULL; `hidden`: absolute paths that no listing shows, NULL-terminated, may be
   NULL; borrowed */
struct snapshot *
snapshot_new(const struct snapshot_world *, const struct snapshot_cache *,
	     const char *const *hidden);
void
snapshot_free(struct snapshot *);

/*
 * Never NULL; what cannot be looked at (EACCES...) is absent.  Valid until snapshot_free; changes
 * when the path is forgotten and asked for again.  has_digest only if `kinds` asks for it and it
 * could be read.
 */
const struct state *
snapshot_state(struct snapshot *, const char *path, unsigned kinds);
/* the names in a directory now; empty where it cannot be listed.  The caller releases it. */
void
snapshot_list(struct snapshot *, const char *directory, struct listing *);

/* something changed a path, or anything below a directory (itself too) */
void
snapshot_forget(struct snapshot *, const char *path);
void
snapshot_forget_below(struct snapshot *, const char *directory);
/*
 * tmake itself is about to give a file another time stamp, or has: call before and after the touch.
 * From then on an empty file's state shows mtime_ns as it was, in this build and in later ones: the
 * touch does not count as a change.
 */
void
snapshot_before_touch(struct snapshot *, const char *path);
void
snapshot_after_touch(struct snapshot *, const char *path);

/* what the caller knows better than the disk; each function, and the whole, may be NULL */
struct snapshot_view {
	/* The state that the view showed at a path where it differs from what is on disk (an
	   effect of a later step hidden), with its digest; NULL: the disk's. */
	const struct state *(*shown)(void *arg, const char *path, unsigned kinds);
	/* Changes the names on disk into those that the view showed, the step's own effects
	   apart. */
	void (*filter)(void *arg, const char *directory, struct listing *);
	/* Changes of this input while the step ran do not void it (ambient files, state). */
	bool (*ignores)(void *arg, const char *path);
	void *arg;
};
/*
 * What ACCESS_LIST is compared with: the names in a directory as the step would see them after its
 * rollback, its own effects undone, the view's filter (may be NULL) applied.
 */
void
snapshot_digest_names(struct snapshot *, const char *directory, const struct trace *own,
		      const struct snapshot_view *, struct digest *);
/*
 * Completes a trace that a view filled: forgets the paths of its effects, fills the digests of
 * accesses, effects and declared prerequisites, takes racy identities away.  NULL, or the path of
 * an input that is no longer as the step saw it: the run is then void.
 */
const char *
snapshot_complete(struct snapshot *, struct trace *, const struct snapshot_view *);

#endif
