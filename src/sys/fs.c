/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sys/fs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void
fs_close(int *fd)
{
	int saved = errno;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}

int
fs_stat(int directory, const char *name, struct statx *stx)
{
	int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*name ? 0 : AT_EMPTY_PATH);
	return statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, stx) ? -errno : 0;
}

void
fs_descriptor_path(char path[FS_LINK_SIZE], int fd)
{
	snprintf(path, FS_LINK_SIZE, "/proc/self/fd/%d", fd);
}

/* beyond the hard limit for root: a directory that a view shows costs a descriptor */
void
fs_raise_descriptor_limit(struct rlimit *old)
{
	enum { MOST = 1 << 20 };
	*old = (struct rlimit){ 0, 0 };
	if (getrlimit(RLIMIT_NOFILE, old))
		return;
	const struct rlimit most = { MOST, MOST }, hard = { old->rlim_max, old->rlim_max };
	if (old->rlim_max >= MOST || setrlimit(RLIMIT_NOFILE, &most))
		setrlimit(RLIMIT_NOFILE, &hard);
}

struct linux_dirent64 { /* as getdents64(2) lays it out */
	uint64_t d_ino;
	int64_t d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[];
};

static int
visit_block(const char *block, long len, int (*visit)(void *, const char *, unsigned char), void *arg)
{
	for (long at = 0; at < len;) {
		const struct linux_dirent64 *entry = (const void *)(block + at);
		const char *name = entry->d_name;
		at += entry->d_reclen;
		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		int result = visit(arg, name, entry->d_type);
		if (result)
			return result;
	}
	return 0;
}

int
fs_each_name(int directory, int (*visit)(void *, const char *, unsigned char), void *arg)
{
	_Alignas(8) char block[16384];
	cleanup_fd int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (;;) {
		long len = syscall(SYS_getdents64, fd, block, sizeof block);
		if (len <= 0)
			return len ? -errno : 0;
		int result = visit_block(block, len, visit, arg);
		if (result)
			return result;
	}
}
