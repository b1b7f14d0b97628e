/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fs.h - small file system calls: descriptors that close themselves, statx, directories.  0 or -errno. */
#ifndef SRC_SYS_FS_H
#define SRC_SYS_FS_H

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* also in errno-preserving clean-up: closes and forgets; -1 is no descriptor */
void
fs_close(int *fd);
#define cleanup_fd __attribute__((cleanup(fs_close)))
/* gives the descriptor away */
static inline int
fs_steal(int *fd)
{
	int stolen = *fd;
	*fd = -1;
	return stolen;
}

/* All that statx knows, without following a link; an empty name means `directory` itself. */
__attribute__((warn_unused_result)) int
fs_stat(int directory, const char *name, struct statx *);
/* "/proc/self/fd/N": the name by which calls reach what an O_PATH descriptor stands for */
enum { FS_LINK_SIZE = 32 };
void
fs_descriptor_path(char path[FS_LINK_SIZE], int fd);
/* as many open files as the system lets us have; `old` is what started processes are to get back (0: nothing changed) */
void
fs_raise_descriptor_limit(struct rlimit *old);

/* names of a directory in kernel order; `visit` gets each but "." and ".."; a value that is not 0 ends it and is returned */
int
fs_each_name(int directory, int (*visit)(void *arg, const char *name, unsigned char type), void *arg);

#endif
