/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loc.h - a place in a makefile; `file` is interned and lives as long as its makefile. */
#ifndef PARSER_LOC_H
#define PARSER_LOC_H

struct name;

struct loc {
	const struct name *file; /* NULL: built in, environment or command line */
	unsigned long line;      /* 1 is the first; 0 with no file */
	unsigned long offset;    /* line within a recipe, added to `line` in recipe messages */
};

#endif
