/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a directory, and the file system as it really is. */
#include "trace/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <xxhash.h>

void
listing_release(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->at[i]);
	vec_release(listing);
}

/* the index of the name, or where it belongs */
static size_t
listing_search(const struct listing *listing, const char *name, bool *found)
{
	size_t low = 0, high = listing->count;
	*found = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(listing->at[middle], name);
		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
listing_add(struct listing *listing, const char *name)
{
	bool found;
	size_t i = listing_search(listing, name, &found);
	if (found)
		return;
	vec_push(listing, NULL);
	memmove(&listing->at[i + 1], &listing->at[i],
		(listing->count - 1 - i) * sizeof *listing->at);
	listing->at[i] = xstrdup(name);
}

void
listing_remove(struct listing *listing, const char *name)
{
	bool found;
	size_t i = listing_search(listing, name, &found);
	if (!found)
		return;
	free(listing->at[i]);
	listing->count--;
	memmove(&listing->at[i], &listing->at[i + 1], (listing->count - i) * sizeof *listing->at);
}

/* in the byte order that all machines share */
static void
digest_take(struct digest *digest, XXH128_hash_t hash)
{
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, hash);
	memcpy(digest->bytes, canonical.digest, sizeof digest->bytes);
}

static XXH3_state_t *
hash_start(void)
{
	XXH3_state_t *hash = XXH3_createState();
	if (!hash)
		BUG("out of memory");
	XXH3_128bits_reset(hash);
	return hash;
}

static void
hash_end(XXH3_state_t *hash, struct digest *digest)
{
	digest_take(digest, XXH3_128bits_digest(hash));
	XXH3_freeState(hash);
}

void
listing_digest(const struct listing *listing, struct digest *digest)
{
	XXH3_state_t *hash = hash_start();
	for (size_t i = 0; i < listing->count; i++)
		XXH3_128bits_update(hash, listing->at[i], strlen(listing->at[i]) + 1);
	hash_end(hash, digest);
}

static enum file_type
type_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return FILE_REGULAR;
	case S_IFDIR:
		return FILE_DIRECTORY;
	case S_IFLNK:
		return FILE_LINK;
	default:
		return FILE_OTHER;
	}
}

static int64_t
in_ns(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void
state_from(struct state *state, const struct stat *st)
{
	*state = (struct state){
		.type = type_of(st->st_mode),
		.mode = st->st_mode & 07777,
		.uid = st->st_uid,
		.gid = st->st_gid,
		.size = (uint64_t)st->st_size,
		.device = st->st_dev,
		.inode = st->st_ino,
		.mtime_ns = in_ns(st->st_mtim),
		.ctime_ns = in_ns(st->st_ctim),
	};
}

static int
real_stat(void *arg, const char *path, struct state *state)
{
	struct stat st;
	(void)arg;
	if (lstat(path, &st) < 0) {
		*state = (struct state){ .type = FILE_ABSENT };
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	}
	state_from(state, &st);
	return 0;
}

static int
hash_descriptor(int fd, size_t size, struct digest *digest)
{
	enum { CHUNK = 1 << 16 };
	char chunk[CHUNK];
	ssize_t len = read(fd, chunk, sizeof chunk);
	if (len >= 0 && len < CHUNK && (size_t)len == size) { /* most files: no streaming */
		digest_take(digest, XXH3_128bits(chunk, (size_t)len));
		return 0;
	}
	XXH3_state_t *hash = hash_start();
	for (; len > 0; len = read(fd, chunk, sizeof chunk))
		XXH3_128bits_update(hash, chunk, (size_t)len);
	int err = len < 0 ? -errno : 0;
	hash_end(hash, digest);
	return err;
}

static int
digest_opened(int fd, struct state *state)
{
	struct stat before, after;
	struct digest digest;
	if (fstat(fd, &before) < 0)
		return -errno;
	if (!S_ISREG(before.st_mode))
		return -EINVAL;
	int err = hash_descriptor(fd, (size_t)before.st_size, &digest);
	if (err < 0)
		return err;
	if (fstat(fd, &after) < 0)
		return -errno;
	state_from(state, &before);
	if (after.st_size != before.st_size || in_ns(after.st_ctim) != state->ctime_ns)
		state->ctime_ns = INT64_MAX; /* written to meanwhile: racy */
	state->has_digest = true;
	state->digest = digest;
	return 0;
}

static int
real_digest_file(void *arg, const char *path, struct state *state)
{
	(void)arg;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	int err = digest_opened(fd, state);
	close(fd);
	return err;
}

static int
real_digest_link(void *arg, const char *path, struct digest *digest)
{
	char target[PATH_MAX];
	(void)arg;
	ssize_t len = readlink(path, target, sizeof target);
	if (len < 0)
		return -errno;
	digest_take(digest, XXH3_128bits(target, (size_t)len));
	return 0;
}

static int
real_list(void *arg, const char *path, struct listing *listing)
{
	(void)arg;
	DIR *dir = opendir(path);
	if (!dir)
		return -errno;
	for (const struct dirent *d; (d = readdir(dir));)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			vec_push(listing, xstrdup(d->d_name));
	closedir(dir);
	return 0;
}

static int64_t
real_now_ns(void *arg)
{
	struct timespec now;
	(void)arg;
	clock_gettime(CLOCK_REALTIME_COARSE, &now); /* as inodes get it */
	return in_ns(now);
}

const struct snapshot_world snapshot_real_world = {
	.stat = real_stat,
	.digest_file = real_digest_file,
	.digest_link = real_digest_link,
	.list = real_list,
	.now_ns = real_now_ns,
};
