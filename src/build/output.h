/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * output.h - what one job writes, held back in files without names until it can be shown in one
 * piece (-O).
 *
 *	struct output output = OUTPUT_INIT;
 *	if (output_open(&output)) ...                 // -errno
 *	spawn(... .out = output.out, .err = output.err ...);
 *	output_show(&output);                         // to our own 1 and 2; it is empty then
 *	output_close(&output);
 *
 * Where 1 and 2 are the same file, so are these: lines keep their order.
 */
#ifndef SRC_BUILD_OUTPUT_H
#define SRC_BUILD_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

enum output_sync { OUTPUT_SYNC_NONE, OUTPUT_SYNC_LINE, OUTPUT_SYNC_TARGET, OUTPUT_SYNC_RECURSE };

struct output {
	int out, err; /* -1: not open */
};
#define OUTPUT_INIT { -1, -1 }

int
output_open(struct output *) __attribute__((warn_unused_result));
void
output_close(struct output *);
bool
output_is_open(const struct output *);
bool
output_is_empty(const struct output *);
void
output_write(struct output *, bool to_stderr, const char *text, size_t len);
void
output_show(struct output *);

#endif
