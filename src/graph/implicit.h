/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * implicit.h - the search for a pattern rule that makes a file (manual, "Implicit Rule Search Algorithm").
 *
 *	struct implicit *implicit = implicit_new(files, vpaths);
 *	if (!step->recipe && !file->is_searched)
 *		implicit_search(implicit, file);
 *	implicit_free(implicit);
 *
 * What was found to be impossible is remembered for the whole build, as GNU make does.
 */
#ifndef SRC_GRAPH_IMPLICIT_H
#define SRC_GRAPH_IMPLICIT_H

#include <stdbool.h>

struct file;
struct files;
struct implicit;
struct vpaths;

struct implicit *
implicit_new(struct files *, struct vpaths *);
void
implicit_free(struct implicit *);

/*
 * Gives the file's (only) step the recipe, stem and dependencies of the rule that fits best, and makes the intermediate
 * files of its chain known.  false where there is none.  Sets is_searched.
 */
bool
implicit_search(struct implicit *, struct file *);

#endif
