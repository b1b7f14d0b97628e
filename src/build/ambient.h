/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ambient.h - files whose changes do not count: one table each for what nearly every process opens
 * and what tools keep for themselves.
 *
 *	struct ambient *ambient = ambient_new("/home/me");
 *	ambient_add(ambient, AMBIENT_STATE, "/home/me/project", "target/");
 *	if (ambient_class_of(ambient, "/etc/ld.so.cache")) ...
 *
 * A pattern is a path in which * and ? match within a name and ** across; with a slash behind it
 * stands for a folder and all below; without a slash in front or within it matches a name in any
 * folder.  ~ is the home of the user.
 */
#ifndef SRC_BUILD_AMBIENT_H
#define SRC_BUILD_AMBIENT_H

#include <stddef.h>

struct ambient;

enum ambient_class {
	AMBIENT_NONE,
	AMBIENT_FILE,  /* .TMAKE_AMBIENT: recorded, its changes do not count */
	AMBIENT_STATE, /* .TMAKE_STATE: neither rolled back nor hidden nor tracked */
};

/* home NULL or "": patterns below ~ match nothing */
struct ambient *
ambient_new(const char *home);
void
ambient_free(struct ambient *);
/* a relative pattern with a slash within is taken below `directory` */
void
ambient_add(struct ambient *, enum ambient_class, const char *directory, const char *pattern);
/* NULL: the built-in tables, without those below ~ */
enum ambient_class
ambient_class_of(const struct ambient *, const char *path);

/* the built-in tables, for the manual and --help; class AMBIENT_NONE ends */
struct ambient_row {
	enum ambient_class class;
	const char *pattern;
};
extern const struct ambient_row ambient_table[];

#endif
