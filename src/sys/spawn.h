/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spawn.h - starts a process, by vfork so that it costs the same however large we are. */
#ifndef SRC_SYS_SPAWN_H
#define SRC_SYS_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

struct spawn {
	char *const *argv;        /* argv[0] is looked up in the child's PATH (of `environ`), as execvp does */
	char *const *environ;
	const char *directory;    /* absolute, in the view; NULL: the caller's */
	int in, out, err;         /* descriptors to become 0, 1, 2; -1: inherit */
	const int *close;         /* descriptors that the child must not keep although they are not close-on-exec; -1 ends; may be NULL */
	int (*enter)(void *arg);  /* called first in the child; async-signal-safe; may be NULL */
	void *enter_arg;
	unsigned long stack_limit; /* soft RLIMIT_STACK to restore, bytes; 0: leave */
};

/* The pid, or -errno where the program could not be started (ENOENT, EACCES, ENOEXEC after /bin/sh was tried...).
   Signals are reset to default and unblocked in the child, except those ignored at tmake's own start. */
pid_t
spawn(const struct spawn *);

#endif
