/* SPDX-License-Identifier: GPL-3.0-or-later */
/* root.h - the tree that one store speaks of (DESIGN 2, "root"). */
#ifndef SRC_BUILD_ROOT_H
#define SRC_BUILD_ROOT_H

/*
 * $TMAKE_ROOT; else the nearest folder from `directory` (absolute) up that has a .tmake; else the top of the version-control
 * checkout; else the directory itself.  The caller frees it.
 */
char *
root_of(const char *directory);

#endif
