/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * namespace.h - mount namespaces: one for the engine, in which all of its mounts live and with which they go, and one for
 * each view, made beforehand and entered by setns(2).
 *
 *	namespace_leave_host(&is_user);                        // one thread
 *	int base = namespace_open_own();
 *	... in a thread of its own, after namespace_thread_begin() ...
 *	int fd = namespace_build(base, &plan);                 // setns(fd, CLONE_NEWNS) in the child of vfork
 */
#ifndef SRC_SYS_NAMESPACE_H
#define SRC_SYS_NAMESPACE_H

#include <stdbool.h>
#include <stddef.h>

struct namespace_bind {
	const char *from; /* as the engine sees it */
	const char *to;   /* as the namespace will see it: absolute */
	bool deep;        /* with the mounts below */
};

struct namespace_plan {
	const char *root;    /* a directory, as the engine sees it, that becomes / */
	const char *staging; /* an empty directory to put it together in */
	const struct namespace_bind *binds; /* in this order; one whose end is missing is left out */
	size_t bind_count;
};

/*
 * Moves the process to a mount namespace of its own, from which nothing spreads; without privilege to a user namespace
 * first, where it keeps its ids and `is_user` becomes true.  0, or -errno: then the process may be in new namespaces that
 * nothing is mounted in; it can go on, without views.
 */
int
namespace_leave_host(bool *is_user);
/* a descriptor of the calling thread's mount namespace, or -errno */
int
namespace_open_own(void);
/* lets the calling thread change its mount namespace, root, directory and umask apart from the others'.  0 or -errno */
int
namespace_thread_begin(void);
/* Lets the program that is executed next keep CAP_SYS_ADMIN and CAP_SYS_CHROOT, with which it may enter mount namespaces; for
   root nothing to do.  Async-signal-safe.  0 or -errno */
int
namespace_pass_rights(void);
/* takes back what was passed on, for the program that is executed next.  Async-signal-safe */
void
namespace_drop_rights(void);
/* a descriptor of the new namespace, or -errno; the calling thread is in `base` before and after */
int
namespace_build(int base, const struct namespace_plan *);

#endif
