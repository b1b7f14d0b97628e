/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vec.h - growing arrays of any type.
 *
 *	struct { VEC(struct name *) } words = { 0 };
 *	vec_push(&words, name);
 *	for (size_t i = 0; i < words.count; i++) use(words.at[i]);
 *	vec_release(&words);
 */
#ifndef PARSER_BASE_VEC_H
#define PARSER_BASE_VEC_H

#include <stdlib.h>
#include "parser/base/bug.h"

#define VEC(type)     \
	type *at;     \
	size_t count; \
	size_t room;

#define vec_reserve(v, more)                                                             \
	do {                                                                             \
		if ((v)->count + (more) > (v)->room) {                                   \
			(v)->room = ((v)->count + (more)) * 2;                           \
			(v)->at = xrealloc((v)->at, (v)->room * sizeof *(v)->at);        \
		}                                                                        \
	} while (0)
#define vec_push(v, item)                        \
	do {                                     \
		vec_reserve(v, 1);               \
		(v)->at[(v)->count++] = (item);  \
	} while (0)
#define vec_release(v)                            \
	do {                                      \
		free((v)->at);                    \
		(v)->at = NULL;                   \
		(v)->count = (v)->room = 0;       \
	} while (0)

#endif
