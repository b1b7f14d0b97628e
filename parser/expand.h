/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expand.h - $-text to text.
 *
 *	struct buf out = BUF_INIT;
 *	expand_text(mk, scope, "$(CC) -c $<", &loc, &out);
 *	if (makefile_failed(mk)) ...   // $(error), an unterminated call...: see makefile.h
 *
 * Inert expansion (DESIGN 3.1) has no effects, starts nothing and never fails: $(shell),
 * $(info), $(warning), $(error), $(eval), $(file) and what loaded objects define stand for
 * their own expanded text, as "$(shell TEXT)".  It ends where the real one would fail.
 */
#ifndef PARSER_EXPAND_H
#define PARSER_EXPAND_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct loc;
struct makefile;
struct scope;
struct expr;

/*
 * Append to `out`.  `where` (NULL: unknown) is what messages name; the scope NULL is that of
 * the makefile text that is being read.  The text stays the caller's and may not change
 * meanwhile, though what is read by an $(eval) in it may.
 */
void
expand_text(struct makefile *, struct scope *, const char *text, const struct loc *where,
            struct buf *out);
void
expand_text_n(struct makefile *, struct scope *, const char *text, size_t len,
              const struct loc *where, struct buf *out);
void
expand_inert(struct makefile *, struct scope *, const char *text, const struct loc *where,
             struct buf *out);

/*
 * $-text parsed once, for text that is expanded often; owned by `arena`.  Malformed text is an
 * error when it is expanded.  To be parsed anew where `load` has added functions.
 */
struct expr *
expr_parse(struct makefile *, struct arena *, const char *text, size_t len,
           const struct loc *where);
void
expand_expr(struct makefile *, struct scope *, const struct expr *, const struct loc *where,
            struct buf *out);

#endif
