/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tracing.h - joins an invocation's walk and jobs with its tracer. */
#ifndef SRC_CLI_TRACING_H
#define SRC_CLI_TRACING_H

struct invocation;
struct jobs_config;

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
