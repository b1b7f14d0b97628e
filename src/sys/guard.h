/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - a parent that outlives a killed engine and leaves nothing behind.
 *
 *	guard_fork();            // once, early in main, with one thread
 *	... the engine ...       // SIGTERM arrives when the guard was killed
 *	return status;           // the guard exits with it
 */
#ifndef SRC_SYS_GUARD_H
#define SRC_SYS_GUARD_H

#include <stdbool.h>

/*
 * Returns in the child, which is the engine.  The parent stays here: it passes signals on, and when the engine ends it
 * exits in the same way.  If the engine died by a signal, it first kills every process that is left of the build; after a
 * normal end, processes in the background go on.  Without memory for a second process there is no guard: returns too.
 */
void
guard_fork(void);
/* for the engine */
bool
guard_is_gone(void);
/*
 * Kills every descendant of the calling process (SIGKILL) and reaps them, also those that their parents leave to us meanwhile:
 * the end of an engine whose guard was killed.  Those that cannot be killed within a second are let go.
 */
void
guard_kill_descendants(void);

#endif
