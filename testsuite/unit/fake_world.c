/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "testsuite/unit/fake_world.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
	char *path;    /* owned */
	char *content; /* owned; of a link its target */
	struct state state;
};

struct fake_world {
	struct snapshot_world vtable;
	struct { VEC(struct file) } files;
	int64_t now_ns;
	bool is_stopped;
	uint64_t inodes;
	int stats, reads;
};

static struct file *
find(struct fake_world *world, const char *path)
{
	for (size_t i = 0; i < world->files.count; i++)
		if (strcmp(world->files.at[i].path, path) == 0)
			return &world->files.at[i];
	return NULL;
}

static void
tick(struct fake_world *world)
{
	if (!world->is_stopped)
		world->now_ns += 1000000001;
}

static int
world_stat(void *arg, const char *path, struct state *state)
{
	struct fake_world *world = arg;
	const struct file *file = find(world, path);
	world->stats++;
	*state = file ? file->state : (struct state){ .type = FILE_ABSENT };
	return 0;
}

/* of any text, as good as any */
static struct digest
digest_of(const char *text)
{
	struct digest digest = { { 0 } };
	uint64_t hash = 14695981039346656037u;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	memcpy(digest.bytes, &hash, sizeof hash);
	return digest;
}

static int
world_digest_file(void *arg, const char *path, struct state *state)
{
	struct fake_world *world = arg;
	const struct file *file = find(world, path);
	world->reads++;
	if (!file || file->state.type != FILE_REGULAR)
		return -ENOENT;
	*state = file->state;
	state->has_digest = true;
	state->digest = digest_of(file->content);
	return 0;
}

static int
world_digest_link(void *arg, const char *path, struct digest *digest)
{
	const struct file *file = find(arg, path);
	if (!file || file->state.type != FILE_LINK)
		return -EINVAL;
	*digest = digest_of(file->content);
	return 0;
}

static int
world_list(void *arg, const char *path, struct listing *listing)
{
	struct fake_world *world = arg;
	size_t len = strcmp(path, "/") == 0 ? 0 : strlen(path);
	for (size_t i = world->files.count; i-- > 0;) {
		const char *other = world->files.at[i].path;
		if (strncmp(other, path, len) == 0 && other[len] == '/' && other[len + 1] &&
		    !strchr(other + len + 1, '/'))
			vec_push(listing, xstrdup(other + len + 1));
	}
	return 0;
}

static int64_t
world_now_ns(void *arg)
{
	const struct fake_world *world = arg;
	return world->now_ns;
}

struct fake_world *
fake_world_new(void)
{
	struct fake_world *world = xcalloc(1, sizeof *world);
	world->now_ns = 1700000000000000007;
	world->vtable = (struct snapshot_world){
		world_stat, world_digest_file, world_digest_link, world_list, world_now_ns, world,
	};
	fake_mkdir(world, "/");
	return world;
}

void
fake_world_free(struct fake_world *world)
{
	for (size_t i = 0; i < world->files.count; i++) {
		free(world->files.at[i].path);
		free(world->files.at[i].content);
	}
	vec_release(&world->files);
	free(world);
}

const struct snapshot_world *
fake_world_vtable(struct fake_world *world)
{
	return &world->vtable;
}

static void
make_parents(struct fake_world *world, const char *path)
{
	char parent[200];
	const char *slash = strrchr(path, '/');
	if (slash == path)
		return;
	snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
	if (!find(world, parent))
		fake_mkdir(world, parent);
}

static struct file *
make(struct fake_world *world, const char *path, enum file_type type, unsigned mode)
{
	struct file *file = find(world, path);
	if (!file) {
		make_parents(world, path);
		struct file made = { xstrdup(path), NULL, { .device = 1 } };
		made.state.inode = ++world->inodes;
		made.state.mode = mode;
		vec_push(&world->files, made);
		file = &world->files.at[world->files.count - 1];
	}
	tick(world);
	file->state.type = type;
	file->state.mtime_ns = file->state.ctime_ns = world->now_ns;
	tick(world);
	return file;
}

void
fake_write(struct fake_world *world, const char *path, const char *content)
{
	struct file *file = make(world, path, FILE_REGULAR, 0644);
	free(file->content);
	file->content = xstrdup(content);
	file->state.size = strlen(content);
}

void
fake_link(struct fake_world *world, const char *path, const char *target)
{
	struct file *file = make(world, path, FILE_LINK, 0777);
	free(file->content);
	file->content = xstrdup(target);
	file->state.size = strlen(target);
}

void
fake_mkdir(struct fake_world *world, const char *path)
{
	make(world, path, FILE_DIRECTORY, 0755);
}

void
fake_remove(struct fake_world *world, const char *path)
{
	struct file *file = find(world, path);
	free(file->path);
	free(file->content);
	*file = world->files.at[--world->files.count];
}

void
fake_touch(struct fake_world *world, const char *path)
{
	const struct file *file = find(world, path);
	make(world, path, file->state.type, 0);
}

void
fake_chmod(struct fake_world *world, const char *path, unsigned mode)
{
	struct file *file = find(world, path);
	tick(world);
	file->state.mode = mode;
	file->state.ctime_ns = world->now_ns;
	tick(world);
}

void
fake_stop_clock(struct fake_world *world)
{
	world->is_stopped = true;
}

void
fake_start_clock(struct fake_world *world)
{
	world->is_stopped = false;
	tick(world);
}

struct state
fake_state(struct fake_world *world, const char *path)
{
	const struct file *file = find(world, path);
	return file ? file->state : (struct state){ .type = FILE_ABSENT };
}

int
fake_count_stats(struct fake_world *world)
{
	int count = world->stats;
	world->stats = 0;
	return count;
}

int
fake_count_reads(struct fake_world *world)
{
	int count = world->reads;
	world->reads = 0;
	return count;
}
