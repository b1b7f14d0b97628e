/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bug.h - what cannot go on: no memory, a broken invariant.  Aborts, also in release. */
#ifndef PARSER_BASE_BUG_H
#define PARSER_BASE_BUG_H

#include <stddef.h>

void *
xmalloc(size_t);
void *
xcalloc(size_t count, size_t size);
void *
xrealloc(void *, size_t);
char *
xstrdup(const char *);
char *
xstrndup(const char *, size_t);

_Noreturn void
bug_at(const char *file, int line, const char *text);
#define BUG(text) bug_at(__FILE__, __LINE__, text)

void
cleanup_free_(void *);
#define cleanup_free __attribute__((cleanup(cleanup_free_)))

#endif
