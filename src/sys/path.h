/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path.h - absolute paths as text: no system calls. */
#ifndef SRC_SYS_PATH_H
#define SRC_SYS_PATH_H

#include <stdbool.h>

/* Without doubled slashes, "." and ".." (taken by the letter) and trailing slash; the caller frees it.  `path` is absolute. */
char *
path_clean(const char *path);
/* both clean; a path is below itself */
bool
path_is_below(const char *path, const char *directory);
/* the last component of a clean path, a pointer into it; "" for "/" */
const char *
path_base(const char *path);

#endif
