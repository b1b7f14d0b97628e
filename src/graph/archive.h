/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * archive.h - members of ar(1) archives: lib(member) (manual, "Archives"; format: ar(5), the GNU and BSD long names).
 *
 *	if (archive_is_member("libx.a(x.o)"))
 *		mtime = archive_member_time(host, "libx.a(x.o)");
 *
 * Any bytes may stand in an archive: what is not well-formed has no members behind that place.
 */
#ifndef SRC_GRAPH_ARCHIVE_H
#define SRC_GRAPH_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/file.h"

struct host;

/* whether the name is one of a member: "lib(name)" */
bool
archive_is_member(const char *name);

/* TIME_ABSENT where there is no such archive or member */
file_time
archive_member_time(const struct host *, const char *name);

struct archive_member {
	const char *name; /* not NUL-terminated */
	size_t len;
	long long mtime_s;
	size_t header;    /* where its header begins in the archive */
};
/*
 * The member at `*offset` (8 is the first), which moves on to the next; false at the end or where the bytes make no
 * sense.  `names` is found on the way: keep both between calls.
 */
struct archive_names {
	const char *text;
	size_t len;
};
bool
archive_next(const char *data, size_t len, size_t *offset, struct archive_names *names,
             struct archive_member *out);

#endif
