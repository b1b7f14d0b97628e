/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * step_facts.h - what a step is now, as a verdict compares it: recipe, shell, environment, prerequisites.
 *
 *	struct step_facts now;
 *	step_facts_init(&now, files, step, "/home/me/project");
 *	... now.recipe, now.environment ...
 *	step_facts_release(&now);
 *
 * Nothing is run and no effect of the language happens: expansion is inert (DESIGN 3.1).
 */
#ifndef SRC_BUILD_STEP_FACTS_H
#define SRC_BUILD_STEP_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/base/vec.h"
#include "trace/trace.h"

struct arena;
struct files;
struct prerequisite_fact;
struct step;
struct trace;

struct step_facts {
	struct arena *arena; /* owned; all below is in it */
	const char *directory;
	const char *target;      /* as the makefile names it */
	const char *target_path; /* absolute */
	const char *makefile;    /* of the rule, absolute; "" for built-in rules */
	unsigned long line;
	const char *recipe, *shell;
	struct {
		VEC(struct environment_entry) /* sorted by name */
	} environment;
	struct prerequisite_fact *prerequisites;
	size_t prerequisite_count;
	bool uses_newer; /* the recipe refers to $? */
};

void
step_facts_init(struct step_facts *, struct files *, struct step *, const char *directory);
void
step_facts_release(struct step_facts *);
/* copies them into the trace of a run; the states of prerequisites are asked for later */
void
step_facts_record(const struct step_facts *, struct trace *);

/* `path`, taken from `directory` if it is relative, without . and ..; into the arena */
const char *
absolute_path(struct arena *, const char *directory, const char *path);

#endif
