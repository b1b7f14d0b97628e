/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tracing.h - joins an invocation's walk and jobs with its tracer. */
#ifndef SRC_CLI_TRACING_H
#define SRC_CLI_TRACING_H

struct invocation;
struct jobs_config;

/* before jobs_new(): steps begin in the tracer, their processes enter its views */
void
tracing_watch_jobs(struct invocation *, struct jobs_config *);
/* when `update` is filled: makes inv->tracer; verdicts come from it */
void
tracing_start(struct invocation *);

#endif
