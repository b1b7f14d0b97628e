/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dump.h - the data base that -p prints, as GNU make words it.
 *
 *	dump_variables(mk, &out);
 *	...                              // "# Directories" is the caller's
 *	dump_rules(mk, &out);
 *	dump_targets(mk, facts_of, build, &out);
 *	dump_vpaths(mk, &out);
 *
 * GNU make goes through its hash tables; here all is in the order of definition.
 */
#ifndef PARSER_DUMP_H
#define PARSER_DUMP_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct makefile;
struct prerequisites;
struct recipe;
struct rule;
struct scope;
struct target;

/* what the build knows of a target */
struct dump_facts {
	const struct prerequisites *prerequisites; /* or NULL: as the makefile has them */
	const struct recipe *recipe;               /* likewise */
	const char *stem;                          /* likewise */
	struct scope *automatic; /* automatic variables, or NULL */
	bool is_goal;            /* named on the command line */
	bool is_optional;        /* a makefile that need not be there */
	bool is_searched;        /* for an implicit rule */
	bool is_updated;
	enum { DUMP_TIME_UNKNOWN, DUMP_TIME_MISSING, DUMP_TIME_OLD, DUMP_TIME_KNOWN } time;
	int64_t mtime_ns;
	enum { DUMP_NOT_RUN, DUMP_SUCCESS, DUMP_QUESTION, DUMP_FAILED } status;
};
/* fills zeroed facts; `rule` is that of a :: target, else NULL */
typedef void
dump_facts_of(void *arg, const struct target *, const struct rule *rule, struct dump_facts *);

void
dump_variables(struct makefile *, struct buf *out);
void
dump_rules(struct makefile *, struct buf *out);
/* `facts_of` may be NULL: nothing was built */
void
dump_targets(struct makefile *, dump_facts_of *facts_of, void *arg, struct buf *out);
void
dump_vpaths(struct makefile *, struct buf *out);

#endif
