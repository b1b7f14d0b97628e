/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * file_list.h - text to file names: quoted blanks, leading ./, wildcards, ~ and lib(a b).
 *
 *	char *rest = file_list_parse(mk, text, '|', FILE_LIST_WAIT, add, &list);
 *
 * The text is NUL-terminated and cut up on the way.
 */
#ifndef PARSER_FILE_LIST_H
#define PARSER_FILE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct makefile;

#define FILE_LIST_NO_GLOB 1    /* wildcards and ~ stand for themselves */
#define FILE_LIST_NO_ARCHIVE 2 /* parentheses too */
#define FILE_LIST_WAIT 4       /* .WAIT is no name but a mark on the next one */

/* what is told of each name; it is not NUL-terminated */
typedef void
file_list_each(void *arg, const char *name, size_t len, bool is_wait);

/* up to an unquoted `stop` (NUL: all); returns where it stopped */
char *
file_list_parse(struct makefile *, char *text, char stop, unsigned flags, file_list_each *each,
                void *arg);

/* length of what remains behind leading ./ of a name; moves `*name` */
size_t
file_list_strip(const char **name, size_t len);

#endif
