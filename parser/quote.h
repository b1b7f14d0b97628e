/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quote.h - backslashes of the makefile language, resolved in place.
 *
 *	char *semicolon = quote_find(line, ";#", QUOTE_SKIP_REFERENCES);
 *	if (semicolon) *semicolon = '\0';
 *
 * A character that means something is quoted by an odd number of backslashes before it; of the
 * backslashes that stand there one half remains.  Texts are NUL-terminated and only get shorter.
 */
#ifndef PARSER_QUOTE_H
#define PARSER_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#define QUOTE_SKIP_REFERENCES 1 /* what stands in $(...) or ${...} is never found */
#define QUOTE_STOP_AT_BLANK 2   /* a blank or tab is found too */

/* the first of `stops` that is not quoted, or NULL; backslashes are resolved up to there */
char *
quote_find(char *text, const char *stops, unsigned flags);
/* takes the backslashes off every quoted `c` */
void
quote_remove(char *text, char c);
/* cuts at the first # that is not quoted nor in a reference */
void
quote_cut_comment(char *text);
/* joins the lines at backslash-newline, by one blank for all the space around it, in POSIX mode for
   the space behind it */
void
quote_join_lines(char *text, bool posix);
/* the end of the variable reference whose $ stands at `p` */
const char *
quote_skip_reference(const char *p);

#endif
