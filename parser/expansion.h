/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expansion.h - what the files of the expander share.
 *
 * `struct expansion` is a makefile's state that outlives one expansion, `struct expander`
 * the context of one that goes on: a small value, copied where the scope changes.
 */
#ifndef PARSER_EXPANSION_H
#define PARSER_EXPANSION_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/buf.h"
#include "parser/base/vec.h"

struct directories;
struct frame;
struct loc;
struct makefile;
struct name;
struct node;
struct scope;
struct variable;

/* a buf that is used again and again, against malloc */
struct pooled_buf {
	struct buf buf;
	struct pooled_buf *next;
};

struct expansion {
	const char *stack_base;        /* where the outermost expansion stands; NULL: none */
	struct pooled_buf *free_bufs;  /* owned */
	struct frame *free_frames;     /* owned */
	struct scope *frames;          /* the top one of those that lie over the globals */
	struct variable *newest;       /* all variables, through `older` */
	struct scope *newest_scope;    /* all scopes, through `older` */
	struct directories *directories; /* owned */
	struct {
		VEC(struct node)
	} nodes; /* of the expressions that are being parsed */
	struct {
		VEC(const char *)
	} commas; /* likewise */
	struct {
		VEC(const struct name *)
	} numbers;          /* the names "0", "1", ... */
	size_t call_args;   /* $0 and up that the present $(call) defined */
	unsigned shell_depth, environment_depth;
	unsigned level;     /* $(MAKELEVEL) */
	char *working_directory; /* owned; NULL: not asked for yet */
	char *inherited_shell; /* owned: the environment's SHELL, or NULL */
	bool list_is_stale; /* .VARIABLES */
	const struct name *dot_variables, *dot_recipeprefix, *dot_shellstatus, *makeflags;
	const struct name *makelevel, *shell;
};

struct expansion *
expansion_new(struct makefile *);
void
expansion_free(struct expansion *);

struct expander {
	struct makefile *mk;
	struct scope *scope;
	const struct loc *where; /* the text that is read; may be NULL */
	const struct loc *at;    /* the innermost variable that has a place, or NULL: as `where` */
	bool inert;
	bool *stopped;           /* inert: an error met, which is nobody's */
};

/* records an error, in an inert expansion only that it has to end */
void
expander_fail(struct expander *, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool
expander_stopped(const struct expander *);
/* around the outermost expansion, from where the depth of the C stack is measured */
bool
expansion_enter(struct expansion *);
void
expansion_leave(struct expansion *, bool entered);
/* false, and an error, where the C stack is about to end */
bool
expander_may_nest(struct expander *);

/* the value, expanded if the variable is recursive; takes part in finding self-references */
void
expand_variable(struct expander *, struct variable *, struct buf *out);
/* as $(NAME): the variable, or NULL where it is not defined (then it warns if that is wanted) */
struct variable *
expand_lookup(struct expander *, const struct name *, const char *text, size_t len);
/* the text stays what it is while it is expanded */
void
expand_in(struct expander *, const char *text, size_t len, struct buf *out);

/* empty; to be given back in the reverse order */
struct pooled_buf *
buf_take(struct expansion *);
void
buf_give(struct expansion *, struct pooled_buf *);

/*
 * Variables that live while an expansion does: $(call), $(foreach), $(let).
 *
 *	struct frame *f = frame_push(ex);        // ex->scope is the frame's now
 *	struct variable *v = frame_define(f, name);
 *	frame_set(v, word, len);
 *	frame_pop(ex, f);
 */
struct frame *
frame_push(struct expander *);
struct variable *
frame_define(struct frame *, const struct name *);
void
frame_set(struct variable *, const char *value, size_t len);
void
frame_pop(struct expander *, struct frame *);
void
frames_free(struct frame *);
/* "0", "1", ... */
const struct name *
number_name(struct makefile *, size_t number);

/* host->shell, the newlines of its output made blanks, and .SHELLSTATUS.  Of the newlines at the
   end `trim` drops all, else one is dropped. */
void
shell_output(struct expander *, const char *command, bool trim, struct buf *out);

#endif
