/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * visits.h - which steps the walks of a build have come to, each by whom: a make and its sub-makes often share a directory.
 *
 *	struct visits *visits = visits_new();
 *	visits_add(visits, member, "/p", "gen.h");
 *	if (visits_by_other(visits, me, "/p", "gen.h")) ...      // it was before us, wherever our own walk has it
 */
#ifndef SRC_BUILD_VISITS_H
#define SRC_BUILD_VISITS_H

#include <stdbool.h>

struct visits;

struct visits *
visits_new(void);
void
visits_free(struct visits *);
/* `who`: any pointer that stands for one walk; the first one counts */
void
visits_add(struct visits *, const void *who, const char *directory, const char *target);
bool
visits_by_other(const struct visits *, const void *who, const char *directory, const char *target);
/* all targets of the directory that others than `who` have come to */
void
visits_each_other(const struct visits *, const void *who, const char *directory,
                  void (*each)(void *arg, const char *target), void *arg);

#endif
