/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tracing.h - joins an invocation's walk and jobs with its tracer. */
#ifndef SRC_CLI_TRACING_H
#define SRC_CLI_TRACING_H

#include <stdbool.h>

struct invocation;
struct jobs_config;

/* before there is a tracer: whether recipes may run in views */
bool
tracing_may_view(void);

/* when there are files: makes inv->tracer */
void
tracing_start(struct invocation *);
/* before jobs_new(): steps begin in the tracer, their processes enter its views */
void
tracing_watch_jobs(struct invocation *, struct jobs_config *);
/* when `update` is filled: verdicts come from the tracer */
void
tracing_watch_walk(struct invocation *);

#endif
