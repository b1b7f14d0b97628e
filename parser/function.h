/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * function.h - the $(functions): the built-in ones and those that `load`ed objects add.
 *
 * To add a built-in one: a line in function.gperf, a `void function_NAME(...)` in a func_*.c.
 */
#ifndef PARSER_FUNCTION_H
#define PARSER_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct call;
struct expander;
struct loc;
struct makefile;
struct part;

/* a function of a loaded object; its result is free()d, NULL is "" */
typedef char *
function_callback(const char *name, unsigned argc, char **argv);

struct function {
	const char *name;
	unsigned char min_args, max_args; /* max 0: no limit */
	unsigned char flags;
	void (*run)(struct expander *, const struct call *, struct buf *out);
	function_callback *callback; /* instead of run */
};
#define FUNCTION_LAZY 1        /* gets its arguments unexpanded */
#define FUNCTION_STRIP_FIRST 2 /* blanks around the first argument do not count */
#define FUNCTION_STRIP_ALL 4
#define FUNCTION_VERBATIM 16   /* its arguments are text */
#define FUNCTION_EFFECT 8      /* stands for its own text in an inert expansion */

struct text {
	const char *at; /* no NUL behind */
	size_t len;
};

struct call {
	const struct function *function;
	unsigned count;          /* of arguments, at least 1 and min_args */
	const struct text *args; /* NULL if it is lazy */
	const struct part *parts; /* only if it is lazy */
};

struct functions; /* what was added */

void
functions_free(struct functions *);
/* also counts the changes of the table, as trees parsed with an older one are no longer valid */
unsigned
functions_generation(const struct makefile *);
/* the function that is called: a name at the start of the text, a blank or the end behind it */
const struct function *
function_at(const struct makefile *, const char *text, size_t len);
/* an error of the makefile where name or counts are not legal; copies the name */
void
function_add(struct makefile *, const char *name, unsigned min_args, unsigned max_args,
             bool expand, function_callback *, const struct loc *);

void
function_call_node(struct expander *, const struct function *, const struct part *args,
                   size_t count, struct buf *out);
/* with expanded arguments, as $(call subst,...) has them; a lazy function expands them again */
void
function_call_texts(struct expander *, const struct function *, const struct text *args,
                    size_t count, struct buf *out);

/* generated from function.gperf */
const struct function *
function_find(const char *name, size_t len);

#endif
