/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * interrupt.h - signals that end a build: once, tidily, and so that our parent sees what we died
 * of.
 *
 *	interrupt_catch();
 *	interrupt_unlink(path);          // should one come: what must not be left behind
 *	interrupt_defer(true);           // jobs run: they are stopped by who reads interrupt_signal()
 *	...
 *	interrupt_die();                 // returns only where none has come
 *
 * A process has one such state.
 */
#ifndef SRC_CLI_INTERRUPT_H
#define SRC_CLI_INTERRUPT_H

#include <stdbool.h>

/* but for those that are ignored */
void
interrupt_catch(void);
/* true: a signal only becomes known; else it ends us at once */
void
interrupt_defer(bool);
/* 0, or the first that came */
int
interrupt_signal(void);
/* readable once one has come */
int
interrupt_fd(void);
/* the path is borrowed, for as long as it is not forgotten */
void
interrupt_unlink(const char *path);
void
interrupt_forget(const char *path);
/* dies of the signal that came */
void
interrupt_die(void);

#endif
