/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glob.h - file names from patterns of the shell: * ? [a-z] \ ~ ~user, sorted as strcoll(3) says.
 *
 *	glob_word(mk, scope, "src/[a-m]*.c", 0, add, &list);
 *
 * Directories are listed once and remembered until directory_forget(), which is to be called
 * where something may have changed a directory.
 */
#ifndef PARSER_GLOB_H
#define PARSER_GLOB_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct directories;
struct makefile;
struct scope;

struct directories *
directories_new(void);
void
directories_free(struct directories *);
void
directory_forget(struct makefile *);

/* whether the text has * ? or [ */
bool
glob_is_pattern(const char *text);

#define GLOB_EXISTING 1 /* only what is there; else a word that matches nothing stands for itself */
/* calls `each` for every name; `lib(member)` is matched by its archive */
void
glob_word(struct makefile *, struct scope *, const char *word, unsigned flags,
          void (*each)(void *arg, const char *name, size_t len), void *arg);
/* replaces a ~ or ~user at the start, into `out`; false, and nothing done, where there is none */
bool
glob_tilde(struct makefile *, struct scope *, const char *word, struct buf *out);

#endif
