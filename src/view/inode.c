/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/inode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "parser/base/bug.h"
#include "sys/fs.h"

enum { FIRST_BUCKETS = 1024 };

void
inodes_init(struct inodes *inodes)
{
	*inodes = (struct inodes){ .bucket_count = FIRST_BUCKETS };
	pthread_mutex_init(&inodes->lock, NULL);
	inodes->buckets = xcalloc(FIRST_BUCKETS, sizeof *inodes->buckets);
}

static void
real_close(struct real *real)
{
	fs_close(&real->fd);
	fs_close(&real->data_fd);
	free(real->name);
	free(real);
}

void
inodes_release(struct inodes *inodes)
{
	for (size_t i = 0; i < inodes->bucket_count; i++)
		for (struct real *real = inodes->buckets[i], *next; real; real = next) {
			next = real->next;
			for (struct node *node = real->nodes, *sibling; node; node = sibling) {
				sibling = node->sibling;
				free(node);
			}
			real_close(real);
		}
	free(inodes->buckets);
	pthread_mutex_destroy(&inodes->lock);
}

uint64_t
statx_device(const struct statx *stx)
{
	return makedev(stx->stx_dev_major, stx->stx_dev_minor);
}

static int64_t
birth_ns(const struct statx *stx)
{
	return stx->stx_mask & STATX_BTIME ? stx->stx_btime.tv_sec * INT64_C(1000000000) + stx->stx_btime.tv_nsec : 0;
}

bool
real_is(const struct real *real, const struct statx *stx)
{
	return real->inode == stx->stx_ino && real->device == statx_device(stx) && real->birth_ns == birth_ns(stx) &&
	       real->type == (stx->stx_mode & S_IFMT);
}

static size_t
bucket_of(const struct inodes *inodes, uint64_t device, uint64_t inode)
{
	uint64_t hash = (inode ^ device << 40) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(hash >> 20) & (inodes->bucket_count - 1);
}

static void
grow(struct inodes *inodes)
{
	struct inodes wider = { .bucket_count = inodes->bucket_count * 4 };
	wider.buckets = xcalloc(wider.bucket_count, sizeof *wider.buckets);
	for (size_t i = 0; i < inodes->bucket_count; i++)
		for (struct real *real = inodes->buckets[i], *next; real; real = next) {
			next = real->next;
			struct real **bucket = &wider.buckets[bucket_of(&wider, real->device, real->inode)];
			real->next = *bucket;
			*bucket = real;
		}
	free(inodes->buckets);
	inodes->buckets = wider.buckets;
	inodes->bucket_count = wider.bucket_count;
}

static struct real *
find_real(const struct inodes *inodes, const struct statx *stx)
{
	struct real *real = inodes->buckets[bucket_of(inodes, statx_device(stx), stx->stx_ino)];
	while (real && !real_is(real, stx))
		real = real->next;
	return real;
}

static struct real *
add_real(struct inodes *inodes, const struct statx *stx)
{
	struct real *real = xmalloc(sizeof *real);
	*real = (struct real){ .device = statx_device(stx), .inode = stx->stx_ino, .birth_ns = birth_ns(stx),
		.type = stx->stx_mode & S_IFMT, .fd = -1, .data_fd = -1 };
	if (inodes->real_count++ > inodes->bucket_count)
		grow(inodes);
	struct real **bucket = &inodes->buckets[bucket_of(inodes, real->device, real->inode)];
	real->next = *bucket;
	*bucket = real;
	return real;
}

static void
drop_real(struct inodes *inodes, struct real *real)
{
	while (real && !--real->refs) {
		struct real **link = &inodes->buckets[bucket_of(inodes, real->device, real->inode)];
		struct real *parent = real->parent;
		while (*link != real)
			link = &(*link)->next;
		*link = real->next;
		inodes->real_count--;
		real_close(real);
		real = parent;
	}
}

static void
set_location(struct inodes *inodes, struct real *real, struct real *parent, const char *name)
{
	struct real *before = real->parent;
	if (before == parent && real->name && !strcmp(real->name, name))
		return;
	if (parent)
		parent->refs++;
	real->parent = parent;
	free(real->name);
	real->name = xstrdup(name);
	if (before)
		drop_real(inodes, before);
}

static struct node *
find_node(const struct real *real, const struct node_place *place)
{
	struct node *node = real->nodes;
	while (node && (node->view != place->view || node->is_exact != place->is_exact))
		node = node->sibling;
	return node;
}

static struct node *
add_node(struct real *real, const struct node_place *place)
{
	struct node *node = xcalloc(1, sizeof *node);
	node->real = real;
	node->view = place->view;
	node->is_exact = place->is_exact;
	node->sibling = real->nodes;
	real->nodes = node;
	real->refs++;
	if (place->of_view) {
		++*place->refs;
		node->of_view = *place->of_view;
		node->of_view_link = place->of_view;
		if (node->of_view)
			node->of_view->of_view_link = &node->of_view;
		*place->of_view = node;
	}
	return node;
}

static int
open_directory(struct real *real, int parent, const char *name)
{
	struct statx stx;
	cleanup_fd int fd = openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = fs_stat(fd, "", &stx);
	if (err)
		return err;
	if (!real_is(real, &stx))
		return -ESTALE;
	real->fd = fs_steal(&fd);
	return 0;
}

static struct node *
look_up_locked(struct inodes *inodes, const struct node_place *place, int parent, const struct statx *stx)
{
	struct real *real = find_real(inodes, stx);
	if (!real)
		real = add_real(inodes, stx);
	real->refs++;
	int err = 0;
	if (S_ISDIR(stx->stx_mode) && real->fd < 0)
		err = open_directory(real, parent, place->name);
	struct node *node = err ? NULL : find_node(real, place);
	if (!err && !node)
		node = add_node(real, place);
	if (node) {
		node->lookups++;
		node->writer = 0;
		node->has_links |= !S_ISDIR(stx->stx_mode) && stx->stx_nlink > 1;
		if (!S_ISDIR(real->type)) /* those have a descriptor */
			set_location(inodes, real, place->parent, place->name);
	}
	drop_real(inodes, real);
	errno = -err;
	return node;
}

struct node *
inodes_look_up(struct inodes *inodes, const struct node_place *place, const struct statx *stx)
{
	pthread_mutex_lock(&inodes->lock);
	struct node *node = look_up_locked(inodes, place, place->parent->fd, stx);
	pthread_mutex_unlock(&inodes->lock);
	return node;
}

struct node *
inodes_root(struct inodes *inodes, const struct node_place *place, int real_root, const char *path)
{
	struct statx stx;
	const char *relative = path[1] ? path + 1 : ".";
	int err = fs_stat(real_root, relative, &stx);
	if (err) {
		errno = -err;
		return NULL;
	}
	struct node_place root = *place;
	root.parent = NULL;
	root.name = relative;
	pthread_mutex_lock(&inodes->lock);
	struct node *node = look_up_locked(inodes, &root, real_root, &stx);
	pthread_mutex_unlock(&inodes->lock);
	return node;
}

static void
remove_node(struct inodes *inodes, struct node *node)
{
	struct node **link = &node->real->nodes;
	while (*link != node)
		link = &(*link)->sibling;
	*link = node->sibling;
	if (node->of_view_link) {
		*node->of_view_link = node->of_view;
		if (node->of_view)
			node->of_view->of_view_link = node->of_view_link;
	}
	drop_real(inodes, node->real);
	free(node);
}

bool
inodes_forget(struct inodes *inodes, struct node *node, uint64_t count, struct view **view)
{
	pthread_mutex_lock(&inodes->lock);
	if (count > node->lookups)
		BUG("more forgotten than looked up");
	node->lookups -= count;
	bool is_gone = !node->lookups;
	*view = node->view;
	if (is_gone)
		remove_node(inodes, node);
	pthread_mutex_unlock(&inodes->lock);
	return is_gone;
}

void
real_place(struct inodes *inodes, struct real *real, struct place *place)
{
	pthread_mutex_lock(&inodes->lock);
	bool by_name = real->fd < 0 && real->parent;
	place->held = by_name ? real->parent : real;
	place->held->refs++;
	place->fd = place->held->fd;
	strcpy(place->name, by_name ? real->name : "");
	pthread_mutex_unlock(&inodes->lock);
}

void
place_release(struct inodes *inodes, struct place *place)
{
	pthread_mutex_lock(&inodes->lock);
	drop_real(inodes, place->held);
	pthread_mutex_unlock(&inodes->lock);
}

int
real_stat(struct inodes *inodes, struct real *real, struct statx *stx)
{
	struct place place;
	real_place(inodes, real, &place);
	int err = fs_stat(place.fd, place.name, stx);
	place_release(inodes, &place);
	if (err == -ENOENT || (!err && !real_is(real, stx)))
		err = -ESTALE;
	return err;
}

static int
open_place(const struct place *place, int flags)
{
	char link[FS_LINK_SIZE];
	int fd;
	if (*place->name) {
		fd = openat(place->fd, place->name, flags | O_NOFOLLOW | O_CLOEXEC);
	} else if (flags & O_PATH) {
		fd = fcntl(place->fd, F_DUPFD_CLOEXEC, 0);
	} else {
		fs_descriptor_path(link, place->fd);
		fd = open(link, flags | O_CLOEXEC);
	}
	return fd < 0 ? -errno : fd;
}

/* opening a device or a fifo would act on it: those are the kernel's, never opened here */
int
real_open(struct inodes *inodes, struct real *real, int flags)
{
	struct place place;
	struct statx stx;
	if (!S_ISREG(real->type) && !S_ISDIR(real->type) && !(flags & O_PATH))
		return -ENXIO;
	real_place(inodes, real, &place);
	cleanup_fd int fd = open_place(&place, flags);
	int err = fd < 0 ? fd : 0;
	if (!err && *place.name)
		err = fs_stat(fd, "", &stx);
	if (err == -ENOENT || err == -ELOOP || (!err && *place.name && !real_is(real, &stx)))
		err = -ESTALE;
	place_release(inodes, &place);
	return err ? err : fs_steal(&fd);
}

int
real_pin(struct inodes *inodes, struct real *real)
{
	pthread_mutex_lock(&inodes->lock);
	int have = real->fd;
	pthread_mutex_unlock(&inodes->lock);
	if (have >= 0)
		return have;
	cleanup_fd int fd = real_open(inodes, real, O_PATH);
	if (fd < 0)
		return fd;
	pthread_mutex_lock(&inodes->lock);
	if (real->fd < 0)
		real->fd = fs_steal(&fd);
	have = real->fd;
	pthread_mutex_unlock(&inodes->lock);
	return have;
}

void
inodes_pin(struct inodes *inodes, int directory, const char *name)
{
	struct statx stx;
	cleanup_fd int fd = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fs_stat(fd, "", &stx))
		return;
	pthread_mutex_lock(&inodes->lock);
	struct real *real = find_real(inodes, &stx);
	if (real && real->fd < 0)
		real->fd = fs_steal(&fd);
	pthread_mutex_unlock(&inodes->lock);
}

void
inodes_moved(struct inodes *inodes, const struct statx *stx, struct real *parent, const char *name)
{
	pthread_mutex_lock(&inodes->lock);
	struct real *real = find_real(inodes, stx);
	if (real && !S_ISDIR(real->type))
		set_location(inodes, real, parent, name);
	pthread_mutex_unlock(&inodes->lock);
}

int
real_data(struct inodes *inodes, struct real *real, bool write)
{
	pthread_mutex_lock(&inodes->lock);
	int have = !write || real->data_writable ? real->data_fd : -1;
	pthread_mutex_unlock(&inodes->lock);
	if (have >= 0)
		return have;
	int fd = real_open(inodes, real, write ? O_RDWR : O_RDONLY);
	return fd < 0 ? fd : real_take_data(inodes, real, fd, write);
}

/* a reader may be using the former descriptor: the new file takes its number */
int
real_take_data(struct inodes *inodes, struct real *real, int fd, bool writable)
{
	pthread_mutex_lock(&inodes->lock);
	if (real->data_fd < 0) {
		real->data_fd = fd;
		real->data_writable = writable;
	} else {
		if (writable && !real->data_writable && dup3(fd, real->data_fd, O_CLOEXEC) >= 0)
			real->data_writable = true;
		close(fd);
	}
	int kept = real->data_fd;
	pthread_mutex_unlock(&inodes->lock);
	return kept;
}
