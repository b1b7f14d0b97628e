/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * why.h - a verdict as text.  Decides nothing, prints nothing.
 *
 *	why_verdict(&out, &(struct why){ .target = "main.o", .verdict = &verdict, .last = trace });
 *
 *	main.o: run, because gen.h changed; read by cc1 (pid 71, `cc1 -quiet main.c`) in the
 *	recipe at Makefile:12                              (one line)
 *	  gen.h: run, because its recipe changed
 *	    - echo 1 >gen.h
 *	    + echo 2 >gen.h
 *
 * One call a step; the caller walks the chain and counts its depth.
 */
#ifndef SRC_CLI_WHY_H
#define SRC_CLI_WHY_H

#include <stdbool.h>

struct ambient;
struct buf;
struct trace;
struct verdict;

struct why {
	const char *target;
	const struct verdict *verdict;
	const struct trace *last;    /* with its processes; NULL: none */
	const char *directory;       /* absolute; paths below it are shown relative */
	unsigned depth;              /* 0: asked for; n: an input of one of n - 1 */
	bool is_verbose;             /* also what was seen and does not count */
	const struct ambient *ambient;
};

/* lines with their ends */
void
why_verdict(struct buf *out, const struct why *);
/* the reason alone, as it is kept in trace->why: "gen.h changed; read by cc1 (...) in the recipe
   at ..." */
void
why_reason(struct buf *out, const struct why *);

#endif
