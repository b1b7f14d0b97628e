/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automatic.h - $@ $% $< $? $^ $+ $| $* of a step (manual, "Automatic Variables").
 *
 * The D and F forms are recursive variables of the language and follow by themselves.
 */
#ifndef SRC_GRAPH_AUTOMATIC_H
#define SRC_GRAPH_AUTOMATIC_H

struct files;
struct step;

/* sets them in step_scope(); again whenever dependencies or what changed of them are other ones */
void
automatic_set(struct files *, struct step *);

/* the same, but for $?, which is $^: what a recipe is compared by must not depend on what happens to be newer */
void
automatic_set_inert(struct files *, struct step *);

#endif
