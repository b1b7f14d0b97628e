/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * verdict.h - does a step run?  From what its last run left and what is now; nothing else decides.
 *
 *	struct verdict verdict = verdict_of(last, &facts);
 *	if (verdict.kind == VERDICT_RUN) ...
 *	why_verdict(&out, &verdict, last, ...);      // the same reason as text
 *
 * Pure: the world is asked through the facts' callbacks.  A verdict borrows from the trace and the
 * facts.
 */
#ifndef SRC_BUILD_VERDICT_H
#define SRC_BUILD_VERDICT_H

#include "trace/trace.h"

struct ambient;

enum verdict_kind {
	VERDICT_KEEP,
	VERDICT_RUN,
	VERDICT_FORCED,         /* nothing changed, a prerequisite is always newer: forced steps */
	VERDICT_BY_TIME_STAMPS, /* no trace speaks of it: GNU make's rule */
	VERDICT_RESTORE,        /* never from verdict_of: the cache's to say */
};

/* in the order in which they are looked for; the texts are in verdict.c */
enum reason {
	REASON_PHONY,
	REASON_ALWAYS_MAKE,           /* -B */
	REASON_COMPARE_TIME,          /* --compare=time */
	REASON_NEVER_RAN,
	REASON_VOID,                  /* path: the void reason */
	REASON_CUT_OFF,
	REASON_TARGET_CHANGED,        /* not as the last run left it; path */
	REASON_TARGET_NOT_MADE,       /* the recipe does not make it */
	REASON_RECIPE,                /* old_value, new_value */
	REASON_SHELL,                 /* likewise */
	REASON_DIRECTORY,             /* likewise */
	REASON_SHELL_RESULT,          /* name: the command of $(shell) */
	REASON_VARIABLE,              /* name; values NULL where not set */
	REASON_NEW_FILE,              /* -W; path */
	REASON_CONTENT,               /* path, process and kinds from here ... */
	REASON_APPEARED,
	REASON_DISAPPEARED,
	REASON_TYPE,
	REASON_METADATA,
	REASON_TOUCHED,               /* an empty file */
	REASON_LISTING,
	REASON_LINK,                  /* ... to here */
	REASON_EFFECT_LOST,           /* path, changed in place, is no longer as it left it */
	REASON_PREREQUISITE_REMADE,   /* path */
	REASON_PREREQUISITE_CHANGED,
	REASON_EFFECT_GONE,           /* path */
	REASON_FAILED,
	REASON_FORCED,                /* path: the prerequisite that always is newer */
	REASON_UNCHANGED,
	REASON_RESTORED,              /* for the caller: VERDICT_RESTORE */
	/* for the caller that applies GNU's rule: VERDICT_RUN or KEEP by time stamps */
	REASON_TARGET_MISSING,
	REASON_PREREQUISITE_NEWER,    /* path */
	REASON_PREREQUISITE_MISSING,  /* path: not there even after it was made */
	REASON_NOT_OLDER,
	REASON_MADE_BY,               /* name: a target whose recipe made this one too */
	REASON_COUNT
};

struct verdict {
	enum verdict_kind kind;
	enum reason reason;
	/* why GNU's rule decided, for the caller that applies it to keep: REASON_COUNT where a
	   trace did */
	enum reason time_stamps_because;
	const char *path;
	unsigned kinds;   /* ACCESS_*: how the last run saw it */
	uint32_t process; /* of the trace; PROCESS_NONE: none */
	const char *name;
	const char *old_value, *new_value;
};

struct prerequisite_fact {
	const char *path;   /* absolute */
	bool order_only;
	bool remade;        /* its recipe ran in this build */
	bool always_newer;  /* phony, or a name without file: forces, see VERDICT_FORCED */
	bool is_makefile;
};

struct facts {
	const char *directory;
	const char *target_path;   /* absolute */
	const char *recipe, *shell; /* as in struct trace */
	const struct environment_entry *environment; /* those that count, sorted by name */
	size_t environment_count;
	const struct prerequisite_fact *prerequisites; /* in the order of the rule */
	size_t prerequisite_count;
	const char *const *new_files; /* -W, absolute, NULL-terminated; may be NULL */
	const char *const *old_files; /* -o, likewise: their changes do not count */

	/* What the step's view would show after rollback.  A digest only if `kinds` has one of
	   ACCESS_DIGEST.  Never NULL. */
	const struct state *(*state)(void *arg, const char *path, unsigned kinds);
	/* One of its own effects as it is now, those of later steps taken off.  NULL: `state`. */
	const struct state *(*effect)(void *arg, const char *path, unsigned kinds);
	/* Is a path rolled back and hidden (DESIGN, "owned")?  Others may be gone.  NULL: all
	   are. */
	bool (*owns)(void *arg, const char *path);
	/* Calls $(shell) again as its accesses changed.  NULL result or NULL function: it
	   differs. */
	const char *(*call_shell)(void *arg, const struct shell_call *, int *status);
	void *arg;

	const struct ambient *ambient; /* what does not count; NULL: the built-in tables */
	bool phony;
	bool always_make;  /* -B */
	bool compare_time; /* --compare=time */
};

struct verdict
verdict_of(const struct trace *last, const struct facts *);
/*
 * For recipes that refer to $?: no reason to run but prerequisites that changed, so it runs on its
 * own earlier outputs with $? naming those of which verdict_prerequisite_changed is true.
 */
bool
verdict_only_prerequisites(const struct trace *last, const struct facts *);
bool
verdict_prerequisite_changed(const struct trace *last, const struct facts *, size_t prerequisite);
/* the row of the table: what follows "because", with %p for the path and %n for the name; never
   NULL */
const char *
reason_text(enum reason);

#endif
