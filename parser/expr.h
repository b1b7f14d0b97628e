/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr.h - the tree that $-text is parsed to.
 *
 * A part is a run of nodes; what it expands to is what its nodes expand to, joined.  Malformed
 * text is a node too (NODE_BROKEN): it is an error only if it is expanded.  All text lies in
 * the expression's arena or in what it was parsed from.
 */
#ifndef PARSER_EXPR_H
#define PARSER_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "parser/words.h"

struct arena;
struct expander;
struct function;
struct makefile;
struct name;
struct node;

struct part {
	struct node *nodes;
	uint32_t count;
};

enum node_kind {
	NODE_TEXT,
	NODE_VARIABLE,     /* $x $(NAME) */
	NODE_COMPUTED,     /* $($(A)_B), $($(A):.c=.o) */
	NODE_SUBSTITUTION, /* $(NAME:.c=.o) */
	NODE_CALL,         /* $(subst a,b,c) */
	NODE_BROKEN,       /* text: why */
};

struct node {
	enum node_kind kind;
	uint32_t len; /* of a text */
	union {
		const char *text;
		const struct name *variable;
		const struct part *computed;
		const struct substitution *substitution;
		const struct call_node *call;
	};
};

struct substitution {
	const struct name *variable;
	struct pattern from, to;
};

struct call_node {
	const struct function *function;
	uint32_t count;
	struct part args[];
};

struct expr {
	struct part root;
	unsigned generation; /* of the function table that it was parsed with */
	unsigned busy;       /* expansions of it that go on */
	bool is_dropped;     /* free it when it is no more busy */
	struct arena *own;   /* that holds it, if it is its only content */
};

/* into the arena; the text is borrowed */
struct part
part_parse(struct expander *, struct arena *, const char *text, size_t len);
/* with a copy of the text, all in an arena of its own; expr_drop frees it */
struct expr *
expr_new(struct expander *, const char *text, size_t len);
void
expr_drop(struct expr *);

/* splits "a=b" of $(X:a=b) */
void
substitution_parse(struct arena *, const char *from, size_t from_len, const char *to,
                   size_t to_len, struct pattern *from_out, struct pattern *to_out);

void
expand_part(struct expander *, const struct part *, struct buf *out);

#endif
