/* SPDX-License-Identifier: GPL-3.0-or-later */
/* debugging.h - what --debug and --trace say of a build. */
#ifndef SRC_CLI_DEBUGGING_H
#define SRC_CLI_DEBUGGING_H

struct invocation;
struct jobs_config;

/* -d begins with who we are */
void
debugging_start(struct invocation *);
/* that, once */
void
debugging_say_version(struct invocation *);
/* before jobs_new() */
void
debugging_watch_jobs(struct invocation *, struct jobs_config *);

#endif
