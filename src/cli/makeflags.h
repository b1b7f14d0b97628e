/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * makeflags.h - options as the text of MAKEFLAGS, and back.
 *
 *	makeflags_of(&options, false, &out);              // "ks -Ifoo -j4 --trace"
 *	makeflags_parse(&options, "k -j2 -- A=b", ORIGIN_FILE);
 *
 * Single letters come first, then " -I..." and " --...": a text that begins with a blank has no
 * letters.
 */
#ifndef SRC_CLI_MAKEFLAGS_H
#define SRC_CLI_MAKEFLAGS_H

#include <stdbool.h>

#include "parser/variable.h"

struct buf;
struct options;

/* without --eval and the command line's variables; `remaking`: as while makefiles are remade */
void
makeflags_of(const struct options *, bool remaking, struct buf *out);
/* so that makeflags_parse reads it as one word, and an expansion leaves it as it is */
void
makeflags_quote(struct buf *out, const char *text);
/* the value of MAKEFLAGS or GNUMAKEFLAGS, expanded */
void
makeflags_parse(struct options *, const char *text, enum origin);

#endif
