/* SPDX-License-Identifier: GPL-3.0-or-later */
/* temporary.h - files of ours in $MAKE_TMPDIR, $TMPDIR or /tmp. */
#ifndef SRC_BUILD_TEMPORARY_H
#define SRC_BUILD_TEMPORARY_H

/* borrowed from the environment */
const char *
temporary_folder(void);
/* a descriptor and, to be freed, the path; NULL: the file has no name any more; or -errno */
int
temporary_file(char **path);

#endif
