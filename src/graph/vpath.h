/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vpath.h - where a file is that is not where it is named: `vpath`, VPATH, GPATH, -lNAME (manual, "Directory Search").
 *
 *	struct vpaths *vpaths = vpaths_new(files);          // after reading: VPATH and GPATH as they stand then
 *	const char *path = vpath_search(vpaths, "main.c");  // "src/main.c", or NULL
 *	vpaths_free(vpaths);
 *
 * Results live as long as the makefile.
 */
#ifndef SRC_GRAPH_VPATH_H
#define SRC_GRAPH_VPATH_H

#include <stdbool.h>

struct files;
struct name;
struct vpaths;

struct vpaths *
vpaths_new(struct files *);
void
vpaths_free(struct vpaths *);

/* a file of that name in the first folder that has one or whose file a makefile names; NULL where there is none */
const struct name *
vpath_search(struct vpaths *, const struct name *);

/* -lNAME by .LIBPATTERNS: here, by vpath_search, then in the folders of the linker; NULL where it is not to be found */
const struct name *
vpath_search_library(struct vpaths *, const struct name *);

/* whether a file found as `path` for `name` keeps that path when it is made again (GPATH) */
bool
vpath_keeps(const struct vpaths *, const struct name *path, const struct name *name);

#endif
