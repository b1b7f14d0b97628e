/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reader.h - text to logical lines, each with its place; no meaning.
 *
 *	struct reader reader;
 *	reader_init_file(&reader, path, &content);        // is cut up, and must outlive it
 *	for (struct line line; reader_next(&reader, &line);)
 *		...                                           // line.text is NUL-terminated
 *
 * A logical line ends at a newline without an odd number of backslashes before it; the
 * backslash-newlines inside are still there.  Of a file, the byte order mark and the carriage
 * returns before newlines are left out; text given to $(eval) is all at one place.
 */
#ifndef PARSER_READER_H
#define PARSER_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/loc.h"

struct buf;

struct line {
	char *text; /* into the reader's text; may be written to */
	size_t len;
	struct loc loc;
	unsigned physical_count;
	bool is_continued; /* has newlines in it */
	bool has_nul;      /* a NUL began one of its lines: the rest of that line is dropped */
};

struct reader {
	char *next; /* NULL at the end */
	char *end;
	struct loc loc; /* of the next line */
	bool is_file;   /* lines are counted */
};

void
reader_init_file(struct reader *, const struct name *path, struct buf *content);
/* `text` has a NUL at `len` */
void
reader_init_text(struct reader *, const struct loc *, char *text, size_t len);
bool
reader_next(struct reader *, struct line *);

#endif
