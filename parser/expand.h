/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expand.h - $-text to text.
 *
 *	struct buf out = BUF_INIT;
 *	expand_text(mk, scope, "$(CC) -c $<", &loc, &out);
 *	if (makefile_failed(mk)) ...   // $(error), unterminated call, recursive variable...: sticky, see makefile.h
 *
 * Inert expansion (DESIGN 3.1) has no effects and starts nothing: $(shell), $(info), $(warning), $(error), $(eval)
 * and $(file) stand for their own expanded text, as "$(shell TEXT)".
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

/* appends to `out`; `where` (may be NULL: unknown) is what messages name */
void
expand_text(struct makefile *, struct scope *, const char *text, const struct loc *where, struct buf *out);
void
expand_text_n(struct makefile *, struct scope *, const char *text, size_t len, const struct loc *where,
              struct buf *out);
void
expand_inert(struct makefile *, struct scope *, const char *text, const struct loc *where, struct buf *out);

/* $-text parsed once, for text that is expanded often; owned by `arena`.  NULL and a sticky error where it is malformed. */
struct expr *
expr_parse(struct makefile *, struct arena *, const char *text, size_t len, const struct loc *where);
void
expand_expr(struct makefile *, struct scope *, const struct expr *, const struct loc *where, struct buf *out);

#endif
