/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line_diff.h - two small texts, line by line: "- " what is gone, "+ " what is new, what they share
 * left out.
 *
 *	line_diff(&out, "cc -O1\ncp a b", "cc -O2\ncp a b", 2);    // "  - cc -O1\n  + cc -O2\n"
 */
#ifndef SRC_CLI_LINE_DIFF_H
#define SRC_CLI_LINE_DIFF_H

struct buf;

void
line_diff(struct buf *out, const char *before, const char *after, unsigned indent);

#endif
