/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explanation.h - --why: the verdict on a target, and on what made its inputs, as a chain of lines.
 *
 * Verdicts are gathered as the walk comes to them, inputs first; then each target asked for is told with the reasons below
 * its reason.  Decides nothing and changes nothing.
 */
#ifndef SRC_CLI_EXPLANATION_H
#define SRC_CLI_EXPLANATION_H

#include <stdbool.h>

struct explanation;
struct invocation;
struct step;
struct trace;
struct verdict;

/* before the first of: */
void
explanation_start(struct invocation *);
/* tracer_config.judged */
void
explanation_add(void *invocation, const struct step *, const struct verdict *, struct trace *last,
                bool runs);
/* the exit status */
int
explanation_say(struct invocation *);
void
explanation_free(struct explanation *);

#endif
