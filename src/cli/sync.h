/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sync.h - --output-sync: what is held back, when it is shown, and the lock that makes of one
 * build share for it.
 *
 *	sync_start(inv);     // what reading makefiles says is held back as well
 *	sync_settle(inv);    // makefiles are read: show it; jobs come next
 *	sync_watch_jobs(inv, &jobs);
 *	sync_end(inv);
 */
#ifndef SRC_CLI_SYNC_H
#define SRC_CLI_SYNC_H

#include <stdbool.h>

struct invocation;
struct jobs_config;

void
sync_start(struct invocation *);
void
sync_settle(struct invocation *);
/* before jobs_new() */
void
sync_watch_jobs(struct invocation *, struct jobs_config *);
/* the lock goes, if it is ours */
void
sync_end(struct invocation *);
/* each piece that is shown has "Entering directory" before it: it is not to be said once for all */
bool
sync_says_directory(const struct invocation *);

#endif
