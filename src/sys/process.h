/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h - what /proc tells about a process that is blocked in a request of ours (so it cannot end meanwhile). */
#ifndef SRC_SYS_PROCESS_H
#define SRC_SYS_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PROCESS_COMMAND_SIZE = 4096 };

struct process_facts {
	pid_t pid;    /* of the whole process, where a thread was asked for */
	pid_t parent;
	uint64_t start_ticks; /* since boot */
};

/* 0 or -errno; `thread` may be any thread of the process */
int
process_facts(pid_t thread, struct process_facts *);
/* argv joined by single blanks, cut at PROCESS_COMMAND_SIZE - 1 bytes; the name in brackets where there is none */
void
process_command(pid_t, char command[PROCESS_COMMAND_SIZE]);
/* "" where it cannot be read */
void
process_directory(pid_t, char *directory, size_t size);
/* the number of its mount namespace, or 0 */
uint64_t
process_mount_namespace(pid_t);

#endif
